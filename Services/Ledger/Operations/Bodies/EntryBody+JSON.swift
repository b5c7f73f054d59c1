import Kernel

extension EntryBody: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("actor", self.actor)
            json.member("approvedEntryId", self.approvedEntryId)
            json.member("authority", self.authority)
            json.member("balances", self.balances)
            json.member("batchId", self.batchId)
            json.member("effectiveAt", self.effectiveAt)
            json.member("id", self.id)
            json.member("isSealed", self.isSealed)
            json.member("kind", self.kind)
            json.member("movements", self.movements)
            json.member("note", self.note)
            json.member("occurredAt", self.occurredAt)
            json.member("originalReference", self.originalReference)
            json.member("reason", self.reason)
            json.member("recordedAt", self.recordedAt)
            json.member("reference", self.reference)
            json.member("reservationId", self.reservationId)
            json.member("reversedByEntryId", self.reversedByEntryId)
            json.member("reversedEntryId", self.reversedEntryId)
            json.member("transferOrderId", self.transferOrderId)
        }
    }
}

extension BalanceBody: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("location", self.location)
            json.member("lot", self.lot)
            json.member("onHand", self.onHand)
            json.member("sku", self.sku)
            json.member("variantId", self.variantId)
        }
    }
}
