package import FoundationEssentials
package import Postgres

extension RequestLog {
    /// Gives up claims in the transaction that made them, as if nobody had asked.
    ///
    /// For commands of a batch whose answer may not be given again, or that have to wait: the
    /// others of the batch keep their claims.
    package static func withdraw(
        _ messageIDs: [UUID],
        in transaction: borrowing Transaction
    ) throws {
        guard !messageIDs.isEmpty else { return }
        try transaction.post(
            """
            DELETE FROM request_log
            WHERE message_id = ANY (\(messageIDs)) AND status IS NULL
            """
        )
    }
}
