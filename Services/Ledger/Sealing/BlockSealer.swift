import CoreMetrics
import Kernel
import Postgres
import SealStore
import Sealing

/// Seals one block after the other, each in a transaction of its own.
struct BlockSealer: Sendable {
    let session: PostgresSession
    /// Movements in one block.
    let limit: Int

    /// What was sealed.
    struct Sealed: Sendable {
        var movements = 0
        /// How long ago the last of them was recorded.
        var lag = Duration.zero
    }

    /// What is to be sealed next.
    private struct Batch: Sendable {
        let head: ChainHead
        let records: [SealedRecord]
        let now: Timestamp
    }

    /// Seals the next block, unless there is nothing to seal.
    ///
    /// Reads in one transaction, adds up hashes in none, and writes in another. Another sealer that
    /// came in between has written a block of the same number: then this one fails and changes
    /// nothing.
    func sealNext() async throws -> Sealed {
        let batch = try await self.read()
        guard let last = batch.records.last else { return Sealed() }
        let block = SealedBlock(batch.records, after: batch.head, at: batch.now)
        var head = batch.head
        let nodes = head.append(block.header)
        var totals = WarehouseTotals()
        for record in batch.records { totals.add(record) }
        let insertion = try BlockStore.insert(block, head: head, nodes: nodes, totals: totals)
        try await self.session.withTransaction { transaction in
            _ = try transaction.execute(insertion)
        }
        SealMetrics.blocks.increment()
        SealMetrics.movements.increment(by: batch.records.count)
        return Sealed(
            movements: batch.records.count,
            lag: batch.now.duration(since: last.place.recordedAt)
        )
    }

    /// How long the oldest movement that is not sealed has been in the journal.
    func lag() async throws -> Duration {
        try await self.session.withTransaction(Self.reading) { transaction in
            let head = try Self.head(in: transaction)
            let rows = try transaction.pipeline([
                "SELECT clock_timestamp() AS now", SealedJournal.firstTime(after: head.end),
            ])
            let now: Timestamp = try rows[0][0].decode("now")
            return try rows[1].first.map { row in
                max(.zero, now.duration(since: try row.decode("recorded_at")))
            } ?? .zero
        }
    }

    /// Each statement sees what was committed before it.
    private static let reading = TransactionOptions(isReadOnly: true)

    private func read() async throws -> Batch {
        try await self.session.withTransaction(Self.reading) { transaction in
            transaction.preferIndexes()
            // What is recorded from here on is recorded later.
            let horizon = try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
            let head = try Self.head(in: transaction)
            let rows = try transaction.execute(
                SealedJournal.records(after: head.end, before: horizon.time, limit: self.limit)
            )
            var records = try rows.map { row in
                let row = try JournalRow(row)
                guard let record = row.stored.record else {
                    throw UnreadableSeal(row.stored.detail)
                }
                return record
            }
            if records.count == self.limit, let last = records.last?.place {
                let approvals = try transaction.execute(SealedJournal.approvals(behind: last))
                let whole = records.prefix { $0.place.recordedAt < last.recordedAt }
                // What is approved and the approval are verified together, so they stay together where
                // one block has room for both.
                if !approvals.isEmpty, !whole.isEmpty { records = Array(whole) }
            }
            return Batch(head: head, records: records, now: horizon.askedAt)
        }
    }

    private static func head(in transaction: borrowing Transaction) throws -> ChainHead {
        try transaction.execute(BlockStore.last).first.map { try StoredBlock($0).head() } ?? .empty
    }
}
