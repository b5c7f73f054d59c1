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
}

extension MessageHandler {
    static var messageType: String { Message.type }

    var name: String { Self.name }

    /// Decodes a message before a transaction begins; running the effect handles it.
    func effect(of message: IncomingMessage) throws -> MessageEffect {
        let content = try message.decode(Message.self)
        let context = MessageContext(message)
        return { transaction in
            try self.handle(content, context: context, in: transaction)
        }
    }
}

/// What handling one decoded message does in a transaction.
typealias MessageEffect = @Sendable (borrowing Transaction) throws -> Void
