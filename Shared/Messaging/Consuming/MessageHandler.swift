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

    /// Whether the message changes anything here; if not it is settled without a transaction and
    /// without being remembered.
    func isConcerned(by message: Message) -> Bool

    /// - Throws: ``Failure`` or a `Problem` to choose what becomes of the message; any other error
    ///   is tried again. Whatever was done is rolled back.
    func handle(
        _ message: Message,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws
}

extension MessageHandler {
    static var messageType: String { Message.type }

    var name: String { Self.name }

    package func isConcerned(by message: Message) -> Bool { true }

    /// Decodes a message before a transaction begins; running the effect handles it.
    ///
    /// - Returns: `nil` for a message of no concern.
    func effect(of message: IncomingMessage) throws -> MessageEffect? {
        let content = try message.decode(Message.self)
        guard self.isConcerned(by: content) else { return nil }
        let context = MessageContext(message)
        return { transaction in
            try self.handle(content, context: context, in: transaction)
        }
    }
}

/// What handling one decoded message does in a transaction.
typealias MessageEffect = @Sendable (borrowing Transaction) throws -> Void
