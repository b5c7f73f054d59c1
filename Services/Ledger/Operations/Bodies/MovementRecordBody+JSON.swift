import Contracts
import Kernel

/// The members of the movement and those of its entry, in one order.
extension MovementRecordBody: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("actor", self.entry.actor)
            json.member("effectiveAt", self.entry.effectiveAt)
            json.member("entryId", self.entry.entryId)
            json.member("from", self.movement.from)
            json.member("id", self.movement.id)
            json.member("kind", self.entry.kind)
            json.member("line", self.movement.line)
            json.member("lot", self.movement.lot)
            json.member("occurredAt", self.entry.occurredAt)
            json.member("quantity", self.movement.quantity)
            json.member("reason", self.entry.reason)
            json.member("recordedAt", self.entry.recordedAt)
            json.member("reference", self.entry.reference)
            json.member("reversed", self.movement.reversed)
            json.member("reversedMovementId", self.movement.reversedMovementId)
            json.member("serials", self.movement.serials)
            json.member("sku", self.movement.sku)
            json.member("to", self.movement.to)
            json.member("unitCost", self.movement.unitCost)
            json.member("variantId", self.movement.variantId)
        }
    }
}
