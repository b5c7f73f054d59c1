import FoundationEssentials
import Kernel
package import Postgres

/// For batches, which know the outcomes by the time they write: one statement stores messages with
/// them, where a claim first and the outcome later would write each row twice.
extension Inbox {
    /// What is known of messages, one claim for each in the same order; none is made.
    package static func recall(
        consumer: String,
        _ messages: [IncomingMessage],
        in transaction: borrowing Transaction
    ) throws -> [Claim] {
        let entries = messages.map { InboxEntry(id: $0.id, fingerprint: $0.fingerprint) }
        var known: [UUID: InboxRow] = [:]
        for table in [InboxTable.timed, .untimed] {
            let ids = entries.map(\.id).filter { InboxTable($0) == table }
            guard !ids.isEmpty else { continue }
            let rows = try InboxStore.read(ids, of: table, consumer: consumer, in: transaction)
            known.merge(rows) { first, _ in first }
        }
        let fresh = Set(entries.map(\.id)).subtracting(known.keys)
        return self.claims(of: entries, claimed: fresh, known: known)
    }

    /// Stores messages and what they came to, each statement with the number of its rows.
    ///
    /// Waits for a transaction that is storing one of them. If a statement affects fewer rows,
    /// another transaction was quicker, and this one must be rolled back. It fails if there is no
    /// place for a message; ``InboxError/init(_:of:)`` says why.
    package static func remember(
        consumer: String,
        _ outcomes: [(message: IncomingMessage, outcome: InboxOutcome)]
    ) -> [(statement: SQL, count: Int)] {
        let sorted = outcomes.sorted { $0.message.id < $1.message.id }
        return [InboxTable.timed, .untimed].compactMap { table in
            let own = sorted.filter { InboxTable($0.message.id) == table }
            guard !own.isEmpty else { return nil }
            return (InboxStore.addition(of: own, to: table, consumer: consumer), own.count)
        }
    }
}

extension InboxError {
    /// Why messages could not be remembered; `nil` if that is not what failed.
    package init?(_ error: PostgresError, of messages: [IncomingMessage]) {
        guard error.isMissingPartition, !messages.isEmpty else { return nil }
        self = .missingPartition(for: messages.map(\.id), at: .now)
    }
}
