/// What a message may not exceed.
///
/// Checked before the first byte is sent, because librabbitmq notices a header table that is too
/// large only after the method frame has gone out, and then the connection is lost.
package struct MessageLimits: Hashable, Sendable {
    /// Bytes of a short string: names of exchanges, routing keys, properties (AMQP 0-9-1, 4.2.5.3).
    package static let shortString = 255
    /// Bytes of the encoded header table.
    package static let headerTable = 65_535
    /// Tables and arrays inside each other.
    package static let headerDepth = 16

    /// Bytes of a body.
    package var maximumBody: Int

    package init(maximumBody: Int = 16 * 1_024 * 1_024) {
        self.maximumBody = maximumBody
    }

    /// Refuses a message that must not be sent.
    ///
    /// - Throws: ``AMQPError/Code/invalidMessage``; nothing was sent.
    package func check(_ message: OutboundMessage) throws(AMQPError) {
        let properties = message.properties
        try Self.check(message.exchange, "exchange")
        try Self.check(message.routingKey, "routing key")
        try Self.check(properties.messageID, "message ID")
        try Self.check(properties.correlationID, "correlation ID")
        try Self.check(properties.type, "type")
        try Self.check(properties.contentType, "content type")
        try Self.check(properties.replyTo, "reply-to")
        try Self.check(properties.appID, "application ID")
        try Self.check(properties.userID, "user ID")
        try Self.check(properties.expiration, "expiration")
        if let expiration = properties.expiration, UInt32(expiration) == nil {
            throw AMQPError(.invalidMessage, "expiration is not a number of milliseconds")
        }
        guard message.body.count <= self.maximumBody else {
            throw AMQPError(
                .invalidMessage,
                "body has \(message.body.count) bytes, limit is \(self.maximumBody)"
            )
        }
        try Self.check(properties.headers)
    }

    private static func check(_ text: String?, _ name: String) throws(AMQPError) {
        guard let text, text.utf8.count > Self.shortString else { return }
        throw AMQPError(
            .invalidMessage,
            "\(name) has \(text.utf8.count) bytes, limit is \(Self.shortString)"
        )
    }

    private static func check(_ headers: [String: FieldValue]) throws(AMQPError) {
        guard !headers.isEmpty else { return }
        guard FieldValue.table(headers).depth <= Self.headerDepth else {
            throw AMQPError(.invalidMessage, "headers nest deeper than \(Self.headerDepth)")
        }
        if FieldValue.oversizedName(in: headers) != nil {
            throw AMQPError(
                .invalidMessage,
                "a header name has more than \(Self.shortString) bytes"
            )
        }
        let size = FieldValue.encodedSize(of: headers)
        guard size <= Self.headerTable else {
            throw AMQPError(
                .invalidMessage,
                "headers have \(size) bytes, limit is \(Self.headerTable)"
            )
        }
    }
}
