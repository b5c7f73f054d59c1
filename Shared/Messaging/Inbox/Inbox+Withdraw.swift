package import FoundationEssentials
package import Postgres

extension Inbox {
    /// Gives up claims in the transaction that made them, as if the messages had never come.
    ///
    /// For messages of a batch that are to be tried again: the others of the batch keep theirs.
    package static func withdraw(
        consumer: String,
        _ messageIDs: [UUID],
        in transaction: borrowing Transaction
    ) throws {
        for table in [InboxTable.timed, .untimed] {
            let own = messageIDs.filter { InboxTable($0) == table }
            guard !own.isEmpty else { continue }
            try transaction.post(
                """
                DELETE FROM \(identifier: table.rawValue)
                WHERE consumer = \(consumer) AND message_id = ANY (\(own))
                """
            )
        }
    }
}
