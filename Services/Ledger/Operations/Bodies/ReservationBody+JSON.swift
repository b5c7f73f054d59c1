import Contracts
import Kernel

extension ReservationBody: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("actor", self.actor)
            json.member("createdAt", self.createdAt)
            json.member("expiresAt", self.expiresAt)
            json.member("id", self.id)
            json.member("lines", self.lines)
            json.member("note", self.note)
            json.member("priority", self.priority)
            json.member("reference", self.reference)
            json.member("releaseReason", self.releaseReason)
            json.member("state", self.state)
            json.member("updatedAt", self.updatedAt)
            json.member("version", self.version)
            json.member("warehouse", self.warehouse)
        }
    }
}

extension ReservationBody.Line: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("backordered", self.backordered)
            json.member("consumed", self.consumed)
            json.member("line", self.line)
            json.member("open", self.open)
            json.member("reference", self.reference)
            json.member("released", self.released)
            json.member("reserved", self.reserved)
            json.member("sku", self.sku)
            json.member("state", self.state)
            json.member("variantId", self.variantId)
        }
    }
}

extension ReservedLineState: JSONWritable {}

extension ConsumptionBody: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("entry", self.entry)
            json.member("reservation", self.reservation)
        }
    }
}
