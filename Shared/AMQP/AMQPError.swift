/// Why something asked of the broker did not happen.
package struct AMQPError: Error, Hashable, Sendable {
    /// Faults grouped by what the caller does next.
    package enum Code: String, Hashable, Sendable {
        /// The connection was lost or could not be made; it is being made again.
        case connection
        /// The broker closed one channel, as for a missing exchange; ``AMQPError/replyCode`` says why.
        case channel
        /// The message breaks a limit and was not sent; sending it again is refused again.
        case invalidMessage
        /// The configuration cannot work: a malformed URL, an unreadable certificate.
        case configuration
        /// The broker does not have the required queue or exchange, or has it with other arguments.
        case topology
        /// The connection is down or blocked, and what was asked does not wait.
        case unavailable
        /// A named limit on waiting work is reached.
        case overloaded
        /// Nothing was sent within the time limit.
        case timeout
        /// The connection's service has ended for good.
        case closed
    }

    package let code: Code
    /// The broker's reply code, as 404 or 406, when the broker refused.
    package let replyCode: UInt16?
    /// What happened, for operators; may hold names of queues and hosts, never a password.
    package let detail: String

    package init(_ code: Code, _ detail: String, replyCode: UInt16? = nil) {
        self.code = code
        self.detail = detail
        self.replyCode = replyCode
    }
}

extension AMQPError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        "AMQP error: \(self.code.rawValue)"
    }

    package var debugDescription: String {
        let reply = self.replyCode.map { " \($0)" } ?? ""
        return "AMQP error: \(self.code.rawValue)\(reply): \(self.detail)"
    }
}
