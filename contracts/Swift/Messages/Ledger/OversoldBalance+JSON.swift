package import Kernel

extension OversoldBalance: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("locationId", self.locationId)
            json.member("lotId", self.lotId)
            json.member("onHand", self.onHand)
            json.member("sku", self.sku)
            json.member("variantId", self.variantId)
            json.member("warehouseId", self.warehouseId)
        }
    }
}
