import Contracts
import Kernel
import Messaging
import Postgres
import SealStore
import Sealing

/// Signs checkpoints, and tells of them.
struct CheckpointSigner: Sendable {
    let session: PostgresSession
    let keys: SealKeys
    /// How old the last one is at least.
    let interval: Duration

    /// Blocks whose totals are added up at once.
    private static let blocks: Int64 = 1_000

    /// Signs where the chain ends, unless that has been done or the last time was just now.
    ///
    /// - Returns: `nil` where nothing was signed.
    @discardableResult
    func sign() async throws -> Checkpoint? {
        let (keys, interval) = (self.keys, self.interval)
        return try await self.session.withTransaction { transaction in
            let rows = try transaction.pipeline([
                "SELECT clock_timestamp() AS now", KeyStore.ledger, KeyStore.all,
                CheckpointStore.last, BlockStore.last,
            ])
            let now: Timestamp = try rows[0][0].decode("now")
            let ledger = try KeyStore.ledger(rows[1])
            let last = try rows[3].first.map { try StoredCheckpoint($0, of: ledger) }
            guard let block = try rows[4].first.map({ try StoredBlock($0) }) else { return nil }
            let head = try block.head()
            if let last = last?.checkpoint {
                let isDue = now.duration(since: last.signedAt) >= interval
                guard isDue, last.blocks < head.number else { return nil }
            }
            let records = try rows[2].map { try KeyRecord($0, of: ledger) }
            let number = (last?.checkpoint.number ?? 0) + 1
            let (key, introduction) = try keys.signer(
                of: ledger,
                after: records,
                forCheckpoint: number,
                at: now
            )
            let totals = try Self.totals(after: last, through: head.number, in: transaction)
            let checkpoint = try Checkpoint(
                of: ledger,
                number: number,
                at: head,
                totals: totals,
                time: now,
                signedBy: key
            )
            let stored = StoredCheckpoint(checkpoint: checkpoint, totals: totals)
            let changes = introduction.map { [KeyStore.insert($0)] } ?? []
            try transaction.pipeline(changes + [CheckpointStore.insert(stored)])
            try Self.announce(stored, in: transaction)
            return checkpoint
        }
    }

    /// Adds what the blocks since the last checkpoint took into and out of each warehouse.
    private static func totals(
        after last: StoredCheckpoint?,
        through number: Int64,
        in transaction: borrowing Transaction
    ) throws -> WarehouseTotals {
        var totals = last?.totals ?? WarehouseTotals()
        var block = (last?.checkpoint.blocks ?? 0) + 1
        while block <= number {
            let end = min(block + Self.blocks - 1, number)
            let rows = try transaction.execute(
                "SELECT totals FROM seal_block WHERE number BETWEEN \(block) AND \(end)"
            )
            for row in rows {
                let added: WarehouseTotals = try row.decode("totals", as: JSONB.self).decode()
                totals.add(added)
            }
            block = end + 1
        }
        return totals
    }

    private static func announce(
        _ stored: StoredCheckpoint,
        in transaction: borrowing Transaction
    ) throws {
        let fact = CheckpointSigned(stored)
        try Outbox.append(
            fact,
            subject: fact.ledgerId.description,
            version: fact.number,
            in: transaction
        )
    }
}

extension CheckpointSigned {
    init(_ stored: StoredCheckpoint) {
        let checkpoint = stored.checkpoint
        self.init(
            ledgerId: ID(head: checkpoint.ledger.head, tail: checkpoint.ledger.tail),
            number: checkpoint.number,
            blocks: checkpoint.blocks,
            lastSequence: checkpoint.lastSequence,
            head: checkpoint.head.description,
            root: checkpoint.root.description,
            totalsHash: checkpoint.totalsHash.description,
            totals: stored.totals.list.map(CheckpointTotal.init),
            signedAt: checkpoint.signedAt,
            keyId: checkpoint.key.description,
            signature: checkpoint.signature.description
        )
    }
}

extension CheckpointTotal {
    init(_ total: WarehouseTotal) {
        self.init(
            warehouseId: ID(head: total.warehouse.head, tail: total.warehouse.tail),
            movements: total.movements,
            quantityIn: total.quantityIn.description,
            quantityOut: total.quantityOut.description
        )
    }
}
