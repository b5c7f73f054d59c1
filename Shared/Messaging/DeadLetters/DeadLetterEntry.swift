import AMQP
import FoundationEssentials
import Kernel

/// A dead letter as it arrives: by a consumer's copy, or by the broker itself.
struct DeadLetterEntry: Sendable {
    let queue: String
    let messageID: UUID
    let type: String
    let subject: String?
    /// Where it was first published.
    let exchange: String
    let routingKey: String
    let contentType: String?
    let correlationID: UUID?
    private(set) var headers: [String: FieldValue]
    let body: [UInt8]
    let errorClass: String
    let errorCode: String
    private(set) var errorText: String
    let attempts: Int
    let failedAt: Timestamp

    init(_ delivery: Delivery) {
        let properties = delivery.properties
        // A consumer's copy carries no x-death, so with one nothing else about a failure is
        // believed: the headers may be those of an outside system.
        let death = BrokerDeath(properties.headers)
        let fields = death == nil ? properties.headers : [:]
        self.queue = death?.queue ?? fields[EnvelopeHeader.failedQueue]?.text ?? ""
        self.exchange =
            death?.exchange ?? fields[EnvelopeHeader.originalExchange]?.text ?? ""
        self.routingKey =
            death?.routingKey ?? fields[EnvelopeHeader.originalRoutingKey]?.text ?? ""
        let user = death == nil ? fields[EnvelopeHeader.originalUser]?.text : properties.userID
        self.messageID =
            properties.messageID.flatMap { UUID(text: $0) }
            ?? IncomingMessage.derivedID(
                user: user ?? "",
                routingKey: self.routingKey,
                name: properties.messageID,
                body: delivery.body
            )
        self.type = (properties.type ?? "").withoutNull
        self.subject = properties.headers[EnvelopeHeader.subject]?.text?.withoutNull
        self.contentType = properties.contentType?.withoutNull
        self.correlationID = properties.correlationID.flatMap { UUID(text: $0) }
        self.body = delivery.body
        self.errorClass = fields[EnvelopeHeader.errorClass]?.text?.withoutNull ?? "Broker"
        self.errorCode =
            fields[EnvelopeHeader.errorCode]?.text?.withoutNull ?? death?.reason ?? "unknown"
        self.errorText =
            (fields[EnvelopeHeader.errorText]?.text ?? death?.explanation ?? "").withoutNull
        self.attempts = Int(fields[EnvelopeHeader.attempts]?.integer ?? death?.count ?? 1)
        self.failedAt =
            fields[EnvelopeHeader.failedAt]?.text.flatMap { Timestamp($0) } ?? .now
        var headers = properties.headers.filter { !MessageCopy.isOfOneHop($0.key) }
        headers[EnvelopeHeader.originalExchange] = .string(self.exchange)
        headers[EnvelopeHeader.originalRoutingKey] = .string(self.routingKey)
        headers[EnvelopeHeader.originalUser] = user.map(FieldValue.string)
        self.headers = headers
    }
}

extension DeadLetterEntry {
    /// What is left of the letter when its headers cannot be stored; replaying needs none of them.
    var withoutHeaders: DeadLetterEntry {
        var entry = self
        entry.headers = [:]
        entry.errorText = "\(entry.errorText) Its headers could not be stored."
        return entry
    }
}

/// The latest of the broker's own reasons to dead-letter a message.
private struct BrokerDeath {
    let queue: String
    let exchange: String
    let routingKey: String
    /// `delivery-limit`, `rejected`, `expired` or `maxlen`, as a code.
    let reason: String
    let count: Int64

    /// Reads `x-death`, which lists the latest first (RabbitMQ, "Dead Letter Exchanges").
    init?(_ headers: [String: FieldValue]) {
        guard case .array(let deaths) = headers["x-death"], case .table(let death) = deaths.first,
            let queue = death["queue"]?.text
        else { return nil }
        self.queue = queue.withoutNull
        self.exchange = (death["exchange"]?.text ?? "").withoutNull
        var routingKey: String?
        if case .array(let keys) = death["routing-keys"] { routingKey = keys.first?.text }
        self.routingKey = (routingKey ?? "").withoutNull
        let reason = death["reason"]?.text ?? "unknown"
        self.reason = reason.withoutNull.replacing("_", with: "-")
        self.count = death["count"]?.integer ?? 1
    }

    var explanation: String { "The broker gave up on it: \(self.reason)." }
}
