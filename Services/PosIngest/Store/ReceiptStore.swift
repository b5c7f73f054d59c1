import Contracts
import Kernel
import Postgres

/// The table `receipt`: the log of every delivery, which is only ever added to.
enum ReceiptStore {
    struct Record: Sendable {
        let source: String
        let message: ID<PosMessage>
        let receivedAt: Timestamp
        let isDuplicate: Bool
        let lineCount: Int
    }

    static func append(_ records: [Record], in transaction: borrowing Transaction) throws {
        guard !records.isEmpty else { return }
        try transaction.execute(
            """
            INSERT INTO receipt (source, message, received_at, is_duplicate, line_count)
            SELECT * FROM unnest(
                \(records.map(\.source)), \(records.map(\.message)),
                \(records.map(\.receivedAt)), \(records.map(\.isDuplicate)),
                \(records.map { Int32($0.lineCount) })
            )
            """
        )
    }
}
