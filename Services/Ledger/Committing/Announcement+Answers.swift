import Contracts
import Kernel
import LedgerDomain
import Messaging

extension Announcement {
    /// Tells whoever sent commands that they made entries.
    static func posted(
        _ commands: [CommandPosted],
        at recordedAt: Timestamp
    ) throws -> [OutboxMessage] {
        try commands.parts(ofAtMost: CommandsPosted.maximumCommands).map { part in
            try OutboxMessage(
                CommandsPosted(recordedAt: recordedAt, commands: Array(part)),
                subject: part[part.startIndex].entryId.description
            )
        }
    }

    /// Tells whoever sent a command that it was refused.
    static func refusal(
        _ refusal: LedgerRefusal,
        of message: IncomingMessage,
        reference: Reference
    ) throws -> OutboxMessage {
        let problem = Problem(refusal, fields: RefusedFields())
        return try OutboxMessage(
            CommandRefused(
                commandId: ID(message.id),
                commandType: message.type,
                reference: reference,
                code: problem.code,
                detail: problem.detail,
                errors: problem.errors
            ),
            subject: "\(reference.source)/\(reference.document)",
            cause: MessageContext(message)
        )
    }

    /// Tells whoever sent a command that its document was in the book before it came.
    static func applied(
        _ message: IncomingMessage,
        reference: Reference,
        by entry: ID<Entry>,
        at recordedAt: Timestamp
    ) throws -> OutboxMessage {
        try OutboxMessage(
            CommandApplied(
                commandId: ID(message.id),
                commandType: message.type,
                reference: reference,
                entryId: entry,
                recordedAt: recordedAt
            ),
            subject: "\(reference.source)/\(reference.document)",
            cause: MessageContext(message)
        )
    }
}
