package import AMQP
import FoundationEssentials
import Kernel

extension IncomingMessage {
    /// Reads what one of our services published.
    ///
    /// - Throws: ``EnvelopeError`` when something that every message has is not there.
    package init(_ delivery: Delivery) throws(EnvelopeError) {
        let properties = delivery.properties
        guard let name = properties.messageID else { throw .missing("message_id") }
        guard let id = UUID(text: name) else { throw .malformed("message_id") }
        guard let type = properties.type, !type.isEmpty else { throw .missing("type") }
        self.init(id: id, type: type, delivery: delivery)
        self.correlationID = try properties.correlationID.map { (text) throws(EnvelopeError) in
            guard let id = UUID(text: text) else { throw .malformed("correlation_id") }
            return id
        }
    }

    /// Reads what an outside system published, which need not follow our rules for identifiers.
    ///
    /// An identifier that is not a UUID becomes the version 5 UUID of publisher and identifier, and
    /// of publisher and body where there is none: the same message has the same one each time.
    init(ingress delivery: Delivery) {
        let properties = delivery.properties
        self.init(
            // Replaced below, once the original publisher of a copy is known.
            id: UUID(),
            type: properties.type ?? "",
            delivery: delivery
        )
        self.id =
            properties.messageID.flatMap { UUID(text: $0) }
            ?? Self.derivedID(
                user: self.userID ?? "",
                routingKey: self.routingKey,
                name: properties.messageID,
                body: delivery.body
            )
        self.correlationID = properties.correlationID.flatMap { UUID(text: $0) }
    }

    /// The identifier of a message that has no UUID: derived from who sent what.
    static func derivedID(
        user: String,
        routingKey: String,
        name: String?,
        body: [UInt8]
    ) -> UUID {
        let content = name.map { Array($0.utf8) } ?? body
        let parts = [Array(user.utf8), Array(routingKey.utf8), content]
        return .version5(name: Fingerprint.of(parts))
    }

    private init(id: UUID, type: String, delivery: Delivery) {
        let headers = delivery.properties.headers
        // Only our services may write to a requeue exchange, so only there the original is believed.
        let isCopy = delivery.exchange.hasSuffix(".\(ExchangeRole.requeue.rawValue)")
        let time = headers[EnvelopeHeader.time]?.text.flatMap { Timestamp($0) }
        self.init(
            id: id,
            type: type,
            source: headers[EnvelopeHeader.source]?.text ?? delivery.properties.appID ?? "",
            causationID: headers[EnvelopeHeader.causation]?.text.flatMap { UUID(text: $0) },
            subject: headers[EnvelopeHeader.subject]?.text,
            version: headers[EnvelopeHeader.sequence]?.integer,
            occurredAt: time ?? delivery.properties.timestamp ?? .now,
            attempt: isCopy ? Int(headers[EnvelopeHeader.attempt]?.integer ?? 1) : 1,
            isRedelivered: delivery.isRedelivered,
            userID: isCopy
                ? headers[EnvelopeHeader.originalUser]?.text : delivery.properties.userID,
            exchange: isCopy
                ? headers[EnvelopeHeader.originalExchange]?.text ?? delivery.exchange
                : delivery.exchange,
            routingKey: isCopy
                ? headers[EnvelopeHeader.originalRoutingKey]?.text ?? delivery.routingKey
                : delivery.routingKey,
            contentType: delivery.properties.contentType ?? MessageCoding.contentType,
            headers: headers,
            body: delivery.body
        )
    }
}
