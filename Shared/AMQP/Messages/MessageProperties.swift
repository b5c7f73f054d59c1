package import Kernel

/// The properties and headers that travel with a body.
package struct MessageProperties: Hashable, Sendable {
    package var messageID: String?
    package var correlationID: String?
    package var type: String?
    package var contentType: String?
    package var replyTo: String?
    package var appID: String?
    /// The broker refuses a name other than that of the publishing connection with 406.
    package var userID: String?
    /// How long a queue may keep the message: milliseconds in decimal digits.
    package var expiration: String?
    /// Whole seconds on the wire.
    package var timestamp: Timestamp?
    /// Whether the message survives a restart of the broker.
    package var isPersistent: Bool
    package var headers: [String: FieldValue]

    package init(
        messageID: String? = nil,
        correlationID: String? = nil,
        type: String? = nil,
        contentType: String? = nil,
        replyTo: String? = nil,
        appID: String? = nil,
        userID: String? = nil,
        expiration: String? = nil,
        timestamp: Timestamp? = nil,
        isPersistent: Bool = true,
        headers: [String: FieldValue] = [:]
    ) {
        self.messageID = messageID
        self.correlationID = correlationID
        self.type = type
        self.contentType = contentType
        self.replyTo = replyTo
        self.appID = appID
        self.userID = userID
        self.expiration = expiration
        self.timestamp = timestamp
        self.isPersistent = isPersistent
        self.headers = headers
    }
}
