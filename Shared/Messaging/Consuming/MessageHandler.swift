package import Contracts
package import Postgres

/// What a service does when a message of one kind arrives: load and lock, decide, save, append.
///
/// A handler only sees the transaction. It cannot acknowledge, publish or call out, so everything
/// it does commits or rolls back together.
package protocol MessageHandler<Message>: Sendable {
    associatedtype Message: Contract

    /// The name under which logs, traces and metrics know it.
    static var name: String { get }

    /// - Throws: ``Failure`` or a `Problem` to choose what becomes of the message; any other error
    ///   is tried again. Whatever was done is rolled back.
    func handle(
        _ message: Message,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws

    /// Whether messages that came one after the other are handled together.
    static var handlesTogether: Bool { get }

    /// Handles messages that came one after the other, with the effect that handling each in its
    /// turn would have.
    func handle(_ arrivals: [Arrival<Message>], in transaction: borrowing Transaction) throws
}

/// A message that has come, with its context.
package struct Arrival<Message: Contract>: Sendable {
    package let message: Message
    package let context: MessageContext

    package init(message: Message, context: MessageContext) {
        self.message = message
        self.context = context
    }
}

extension MessageHandler {
    static var messageType: String { Message.type }

    package static var handlesTogether: Bool { false }

    package func handle(
        _ arrivals: [Arrival<Message>],
        in transaction: borrowing Transaction
    ) throws {
        for arrival in arrivals {
            try self.handle(arrival.message, context: arrival.context, in: transaction)
        }
    }

    /// Decodes a message before a transaction begins.
    func prepare(_ message: IncomingMessage, at index: Int) throws -> PreparedMessage {
        let content = try message.decode(Message.self)
        return PreparedMessage(
            index: index,
            message: message,
            handler: Self.name,
            isJoined: Self.handlesTogether,
            arrival: Arrival(message: content, context: MessageContext(message)),
            effect: { arrivals, transaction in
                try self.handle(arrivals.compactMap { $0 as? Arrival<Message> }, in: transaction)
            }
        )
    }
}
