package import Kernel

extension AvailabilityAfter: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("available", self.available)
            json.member("onHand", self.onHand)
            json.member("reserved", self.reserved)
            json.member("sku", self.sku)
            json.member("variantId", self.variantId)
            json.member("version", self.version)
            json.member("withheld", self.withheld)
        }
    }
}
