package import AMQP
package import Contracts
package import FoundationEssentials
import Kernel

/// A request on the wire.
package struct RequestMessage: Sendable {
    package var content: RequestContent
    /// What the gateway says of the principal; checked before anything else is believed.
    package var assertion: String
    package var correlationID: UUID
    /// The instance that waits for the answer.
    package var replyTo: String
    /// How long the answer is waited for.
    ///
    /// A duration, because two machines' clocks differ.
    package var budget: Duration
    package var trace: [String: FieldValue] = [:]

    private enum Header {
        static let assertion = "assertion"
        static let principal = "principal"
        static let path = "path"
        static let query = "query"
        static let headers = "http-headers"
        static let idempotencyKey = "idempotency-key"
        static let deadline = "deadline-ms"
    }

    /// The message to a service's request queue; it expires when nobody waits any more.
    package func outbound(to service: ServiceName) -> OutboundMessage {
        let milliseconds = max(1, Int64(self.budget.seconds * 1_000))
        var headers = self.trace
        headers[Header.assertion] = .string(self.assertion)
        headers[Header.principal] = .string(self.content.principal)
        headers[Header.path] = .string(self.content.path)
        headers[Header.query] = .string(self.content.query)
        headers[Header.headers] = .string(self.content.headers)
        headers[Header.idempotencyKey] = self.content.idempotencyKey.map(FieldValue.string)
        headers[Header.deadline] = .int(milliseconds)
        return OutboundMessage(
            exchange: service.exchange(.requests),
            routingKey: service.queue(.requests),
            isMandatory: true,
            properties: MessageProperties(
                messageID: self.content.messageID.text,
                correlationID: self.correlationID.text,
                type: self.content.operation,
                contentType: MessageCoding.contentType,
                replyTo: self.replyTo,
                expiration: "\(milliseconds)",
                isPersistent: false,
                headers: headers
            ),
            body: self.content.body
        )
    }

    /// Reads a delivery; believes nothing of it yet.
    package init(_ delivery: Delivery) throws(EnvelopeError) {
        let properties = delivery.properties
        func text(_ name: String) throws(EnvelopeError) -> String {
            guard let text = properties.headers[name]?.text else { throw .missing(name) }
            return text
        }
        guard let operation = properties.type else { throw .missing("type") }
        guard let id = properties.messageID.flatMap({ UUID(text: $0) }) else {
            throw .malformed("message_id")
        }
        guard let correlationID = properties.correlationID.flatMap({ UUID(text: $0) }) else {
            throw .malformed("correlation_id")
        }
        guard let replyTo = properties.replyTo else { throw .missing("reply_to") }
        guard let budget = properties.headers[Header.deadline]?.integer, budget > 0 else {
            throw .malformed(Header.deadline)
        }
        self.content = RequestContent(
            operation: operation,
            messageID: id,
            idempotencyKey: properties.headers[Header.idempotencyKey]?.text,
            principal: try text(Header.principal),
            path: try text(Header.path),
            query: try text(Header.query),
            headers: try text(Header.headers),
            body: delivery.body
        )
        self.assertion = properties.headers[Header.assertion]?.text ?? ""
        self.correlationID = correlationID
        self.replyTo = replyTo
        self.budget = .milliseconds(budget)
        self.trace = properties.headers
    }

    package init(
        content: RequestContent,
        assertion: String,
        correlationID: UUID,
        replyTo: String,
        budget: Duration,
        trace: [String: FieldValue] = [:]
    ) {
        self.content = content
        self.assertion = assertion
        self.correlationID = correlationID
        self.replyTo = replyTo
        self.budget = budget
        self.trace = trace
    }
}
