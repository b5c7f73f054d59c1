/// What the inbox knows of a message that is about to be handled.
package enum Claim: Sendable, Equatable {
    /// Seen for the first time: handle it in this transaction.
    case fresh
    /// Handled before, with the outcome that was recorded then, if any was.
    case duplicate(InboxOutcome?)
    /// Another message had this identifier: handle neither again, keep this one as evidence.
    case clash
}

/// What handling a message came to, for whoever asks again.
package struct InboxOutcome: Sendable, Equatable {
    /// 0 for done; other values belong to the consumer.
    package let code: Int32
    package let body: [UInt8]?

    package init(code: Int32, body: [UInt8]? = nil) {
        self.code = code
        self.body = body
    }
}
