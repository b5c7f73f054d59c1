/// A mandatory message that reached no queue.
package struct ReturnedMessage: Hashable, Sendable {
    package let code: UInt16
    package let text: String
    package let exchange: String
    package let routingKey: String
    package let properties: MessageProperties
    package let body: [UInt8]
}
