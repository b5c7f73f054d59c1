package import AMQP
import Kernel

extension OutboxMessage {
    /// The message as it goes to the broker.
    ///
    /// - Parameter source: The service that publishes it.
    package func outbound(source: String) -> OutboundMessage {
        OutboundMessage(
            exchange: self.exchange,
            routingKey: self.routingKey,
            isMandatory: self.isMandatory,
            properties: MessageProperties(
                messageID: self.id.text,
                correlationID: self.correlationID?.text,
                type: self.type,
                contentType: self.contentType,
                appID: source,
                timestamp: self.occurredAt,
                isPersistent: true,
                headers: self.envelope(source: source)
            ),
            body: self.body
        )
    }

    /// The attributes of the event and the headers it was given; a dead letter keeps its own.
    private func envelope(source: String) -> [String: FieldValue] {
        guard self.deadLetter == nil else { return self.headers }
        var fields: [String: FieldValue] = [
            EnvelopeHeader.id: .string(self.id.text),
            EnvelopeHeader.source: .string(source),
            EnvelopeHeader.type: .string(self.type),
            EnvelopeHeader.specificationVersion: "1.0",
            EnvelopeHeader.time: .string(self.occurredAt.description),
            EnvelopeHeader.partitionKey: .string(self.orderingKey),
        ]
        fields[EnvelopeHeader.subject] = self.subject.map(FieldValue.string)
        fields[EnvelopeHeader.sequence] = self.version.map(FieldValue.int)
        fields[EnvelopeHeader.causation] = self.causationID.map { .string($0.text) }
        fields[EnvelopeHeader.originTraceParent] = self.headers[EnvelopeHeader.traceParent]
        return fields.merging(self.headers) { _, own in own }
    }
}
