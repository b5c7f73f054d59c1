/// A message to be published.
package struct OutboundMessage: Hashable, Sendable {
    package var exchange: String
    package var routingKey: String
    /// Whether a message that reaches no queue comes back as ``PublishOutcome/unroutable(code:text:)``.
    package var isMandatory: Bool
    package var properties: MessageProperties
    package var body: [UInt8]

    package init(
        exchange: String,
        routingKey: String,
        isMandatory: Bool = true,
        properties: MessageProperties = MessageProperties(),
        body: [UInt8]
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.isMandatory = isMandatory
        self.properties = properties
        self.body = body
    }
}
