package import Kernel

extension SaleAccepted: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("causationId", self.causationId)
            json.member("correlationId", self.correlationId)
            json.member("kind", self.kind)
            json.member("lineCount", self.lineCount)
            json.member("locationId", self.locationId)
            json.member("messageId", self.messageId)
            json.member("occurredAt", self.occurredAt)
            json.member("reference", self.reference)
            json.member("sequence", self.sequence)
            json.member("terminal", self.terminal)
        }
    }
}
