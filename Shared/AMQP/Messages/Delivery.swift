/// A message as a queue delivered it.
package struct Delivery: Hashable, Sendable {
    package let properties: MessageProperties
    package let body: [UInt8]
    package let exchange: String
    package let routingKey: String
    /// Whether it may have been delivered before; `false` proves nothing.
    package let isRedelivered: Bool
    /// What settles it.
    package let tag: DeliveryTag

    package init(
        properties: MessageProperties,
        body: [UInt8],
        exchange: String,
        routingKey: String,
        isRedelivered: Bool,
        tag: DeliveryTag
    ) {
        self.properties = properties
        self.body = body
        self.exchange = exchange
        self.routingKey = routingKey
        self.isRedelivered = isRedelivered
        self.tag = tag
    }

    /// How often a quorum queue has delivered it before, by its `x-delivery-count`.
    ///
    /// From 3 on a message is a suspect: handle it alone, so that it takes no neighbours with it.
    package var deliveryCount: Int {
        self.properties.headers["x-delivery-count"]?.int.map { Int(clamping: $0) } ?? 0
    }
}
