import Contracts
import Kernel

extension MovementBody: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("from", self.from)
            json.member("id", self.id)
            json.member("line", self.line)
            json.member("lot", self.lot)
            json.member("quantity", self.quantity)
            json.member("reversed", self.reversed)
            json.member("reversedMovementId", self.reversedMovementId)
            json.member("serials", self.serials)
            json.member("sku", self.sku)
            json.member("to", self.to)
            json.member("unitCost", self.unitCost)
            json.member("variantId", self.variantId)
        }
    }
}
