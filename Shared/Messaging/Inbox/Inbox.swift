import FoundationEssentials
import Kernel
package import Postgres

/// Which messages took effect, so that each does once however often it is delivered.
///
/// A claim and the effects share a transaction: either both are there or neither is. Identifiers
/// that are not version 7 carry no time; those are kept in a table of their own by the time of
/// their receipt, and a replay beyond the retention of that table is not recognized.
package enum Inbox {
    /// How long an identifier is remembered: longer than all retries, the life of a dead letter and
    /// the time in which one may be replayed.
    package static let retention = Duration.seconds(35 * 86_400)

    /// Claims messages for a group of handlers, one claim for each in the same order.
    ///
    /// Takes one statement when all are fresh and one more when not. Waits for a transaction that
    /// holds a claim on the same message. Rows are written in the order of identifiers, so that two
    /// batches cannot deadlock. Of two equal messages in one batch the second is a duplicate.
    ///
    /// - Parameter consumer: The group whose effects these are; not an instance.
    /// - Throws: ``InboxError`` if there is no place for one of them; `PostgresError`.
    package static func claim(
        consumer: String,
        _ messages: [IncomingMessage],
        in transaction: borrowing Transaction
    ) throws -> [Claim] {
        let entries = messages.map { InboxEntry(id: $0.id, fingerprint: $0.fingerprint) }
        var claimed: Set<UUID> = []
        var known: [UUID: InboxRow] = [:]
        for table in [InboxTable.timed, .untimed] {
            let unique = InboxEntry.firstOfEach(entries.filter { InboxTable($0.id) == table })
            guard !unique.isEmpty else { continue }
            let fresh = try InboxStore.insert(
                unique,
                into: table,
                consumer: consumer,
                in: transaction
            )
            claimed.formUnion(fresh)
            let others = unique.map(\.id).filter { !fresh.contains($0) }
            guard !others.isEmpty else { continue }
            let rows = try InboxStore.read(others, of: table, consumer: consumer, in: transaction)
            known.merge(rows) { first, _ in first }
        }
        return self.claims(of: entries, claimed: claimed, known: known)
    }

    /// Decides each claim from what was inserted and what was found.
    static func claims(
        of entries: [InboxEntry],
        claimed: Set<UUID>,
        known: [UUID: InboxRow]
    ) -> [Claim] {
        var seen: [UUID: [UInt8]] = [:]
        return entries.map { entry in
            if let fingerprint = seen[entry.id] {
                return fingerprint == entry.fingerprint ? .duplicate(nil) : .clash
            }
            if claimed.contains(entry.id) {
                seen[entry.id] = entry.fingerprint
                return .fresh
            }
            guard let row = known[entry.id] else { return .clash }
            return row.fingerprint == entry.fingerprint ? .duplicate(row.outcome) : .clash
        }
    }
}
