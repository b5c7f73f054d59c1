package import Kernel

extension ReservedLine: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("backordered", self.backordered)
            json.member("consumed", self.consumed)
            json.member("line", self.line)
            json.member("lotId", self.lotId)
            json.member("reference", self.reference)
            json.member("released", self.released)
            json.member("reserved", self.reserved)
            json.member("sku", self.sku)
            json.member("variantId", self.variantId)
        }
    }
}
