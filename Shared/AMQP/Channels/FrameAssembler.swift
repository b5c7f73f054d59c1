/// Puts the frames of one channel together to events.
///
/// A message is a method frame, a header frame and body frames up to the announced size; on one
/// channel nothing may come between them (AMQP 0-9-1, section 4.2.6), but frames of other channels may.
struct FrameAssembler {
    private enum Expectation {
        case method
        case header(IncomingMethod)
        case body(IncomingMethod, MessageProperties, size: Int)
    }

    private let epoch: UInt64
    private let channel: UInt16
    private let maximumBody: Int
    private var expectation = Expectation.method
    private var collected: [UInt8] = []

    init(epoch: UInt64, channel: UInt16, maximumBody: Int) {
        self.epoch = epoch
        self.channel = channel
        self.maximumBody = maximumBody
    }

    /// Takes the next frame; returns an event when it completes one.
    ///
    /// - Throws: ``AMQPError/Code/connection`` when the peer breaks the protocol.
    mutating func receive(_ frame: IncomingFrame) throws(AMQPError) -> ChannelEvent? {
        switch (self.expectation, frame) {
        case (.method, .method(let method)):
            return self.begin(method)
        case (.header(let method), .header(let size, let properties)):
            guard size <= UInt64(self.maximumBody) else {
                throw AMQPError(
                    .connection,
                    "a body of \(size) bytes arrived, limit is \(self.maximumBody)"
                )
            }
            guard size > 0 else { return self.finish(method, properties, []) }
            self.expectation = .body(method, properties, size: Int(size))
            return nil
        case (.body(let method, let properties, let size), .body(let bytes)):
            if self.collected.isEmpty {
                // The usual message fits one frame and is not copied again.
                guard bytes.count < size else { return self.finish(method, properties, bytes) }
                self.collected.reserveCapacity(size)
            }
            self.collected += bytes
            guard self.collected.count >= size else { return nil }
            let body = self.collected
            self.collected = []
            return self.finish(method, properties, body)
        // A channel can be closed in the middle of a message.
        case (_, .method(.channelClosed(let code, let text))):
            self.expectation = .method
            self.collected = []
            return .closed(code: code, text: text)
        default:
            throw AMQPError(.connection, "frames on channel \(self.channel) arrived out of order")
        }
    }

    private mutating func begin(_ method: IncomingMethod) -> ChannelEvent? {
        switch method {
        case .deliver, .returned:
            self.expectation = .header(method)
            return nil
        case .confirm(let tag, let isMultiple, let isPositive):
            return .confirm(tag: tag, isMultiple: isMultiple, isPositive: isPositive)
        case .cancel(let consumerTag):
            return .cancelled(consumerTag: consumerTag)
        case .channelClosed(let code, let text):
            return .closed(code: code, text: text)
        case .connectionClosed, .blocked, .unblocked, .other:
            return nil
        }
    }

    private mutating func finish(
        _ method: IncomingMethod,
        _ properties: MessageProperties,
        _ body: [UInt8]
    ) -> ChannelEvent? {
        self.expectation = .method
        switch method {
        case .deliver(let consumerTag, let tag, let isRedelivered, let exchange, let key):
            let delivery = Delivery(
                properties: properties,
                body: body,
                exchange: exchange,
                routingKey: key,
                isRedelivered: isRedelivered,
                tag: DeliveryTag(epoch: self.epoch, channel: self.channel, value: tag)
            )
            return .delivery(consumerTag: consumerTag, delivery)
        case .returned(let code, let text, let exchange, let key):
            return .returned(
                ReturnedMessage(
                    code: code,
                    text: text,
                    exchange: exchange,
                    routingKey: key,
                    properties: properties,
                    body: body
                )
            )
        case .confirm, .cancel, .channelClosed, .connectionClosed, .blocked, .unblocked, .other:
            return nil
        }
    }
}
