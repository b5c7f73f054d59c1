import AMQP
package import Contracts
import FoundationEssentials
package import Kernel
package import Postgres

/// What people can do about messages that a service could not handle.
package enum DeadLetters {
    /// The latest first.
    package static func list(
        _ filter: DeadLetterFilter,
        in transaction: borrowing Transaction
    ) throws -> [StoredDeadLetter] {
        try DeadLetterStore.list(filter, in: transaction)
    }

    /// - Throws: 404.
    package static func get(
        _ id: ID<DeadLetter>,
        in transaction: borrowing Transaction
    ) throws -> StoredDeadLetter {
        guard let letter = try DeadLetterStore.get(id, in: transaction) else {
            throw Problem.notFound("There is no dead letter \(id).")
        }
        return letter
    }

    /// Sends an open letter to the queue it failed in, under the same identifier.
    ///
    /// Through the outbox: it is `replaying` until the broker has it. Asking twice sends it once,
    /// and if it took effect before, the inbox sees to it that it does not again.
    ///
    /// - Throws: 404; 409 `wrong-state` when it is not open, or so old that the inbox has forgotten
    ///   whether it took effect.
    package static func replay(
        _ id: ID<DeadLetter>,
        by actor: Actor,
        note: String?,
        in transaction: borrowing Transaction
    ) throws -> StoredDeadLetter {
        let letter = try self.decide(id, as: .replaying, by: actor, note: note, in: transaction)
        guard let service = letter.service else {
            throw Problem.conflict(.wrongState, "Nobody knows which queue it came from.")
        }
        guard letter.isWithinRetention(now: .now) else {
            throw Problem.conflict(
                .wrongState,
                "It is so old that nobody knows any more whether it took effect."
            )
        }
        try Outbox.append([letter.replayed(by: service)], in: transaction)
        return letter
    }

    /// Decides that an open letter is never sent again; it stays readable.
    ///
    /// - Throws: 404; 409 `wrong-state` when it is not open.
    package static func discard(
        _ id: ID<DeadLetter>,
        by actor: Actor,
        reason: String,
        in transaction: borrowing Transaction
    ) throws -> StoredDeadLetter {
        try self.decide(id, as: .discarded, by: actor, note: reason, in: transaction)
    }

    /// Forgets who somebody was that is to be forgotten; open letters stay as they came.
    package static func forget(
        _ person: ID<User>,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.pipeline(DeadLetterStore.forget(person))
    }

    private static func decide(
        _ id: ID<DeadLetter>,
        as state: DeadLetterState,
        by actor: Actor,
        note: String?,
        in transaction: borrowing Transaction
    ) throws -> StoredDeadLetter {
        if let letter = try DeadLetterStore.decide(
            id,
            as: state,
            by: actor,
            note: note,
            in: transaction
        ) {
            return letter
        }
        let letter = try self.get(id, in: transaction)
        throw Problem.conflict(.wrongState, "The dead letter is \(letter.state.rawValue).")
    }
}

extension StoredDeadLetter {
    /// Whether the inbox still remembers messages as old as this one.
    func isWithinRetention(now: Timestamp) -> Bool {
        guard let milliseconds = self.messageID.version7Milliseconds else {
            return now.duration(since: self.failedAt) < Inbox.retention
        }
        let madeAt = Timestamp(microseconds: Int64(milliseconds) * 1_000)
        return now.duration(since: madeAt) < Inbox.retention
    }

    /// The message as it goes back, its attempts counted anew.
    func replayed(by service: ServiceName) -> OutboxMessage {
        var headers = self.headers
        headers[EnvelopeHeader.attempt] = 1
        headers[EnvelopeHeader.replay] = .string(self.id.description)
        var message = OutboxMessage(
            id: self.messageID,
            virtualHost: self.virtualHost,
            exchange: service.exchange(.requeue),
            routingKey: self.queue,
            isMandatory: true,
            type: self.type,
            subject: self.subject,
            orderingKey: self.subject ?? self.messageID.text,
            headers: headers,
            body: self.body
        )
        message.contentType = self.contentType ?? MessageCoding.contentType
        message.correlationID = self.correlationID
        message.deadLetter = self.id.rawValue
        return message
    }
}
