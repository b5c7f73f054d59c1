package import Postgres
package import Sealing

/// Reads a sealed ledger from a block on, a few blocks at a time.
package struct LedgerAudit: Sendable {
    /// A block with what the journal has where it was sealed.
    package struct Step: Sendable {
        package let block: StoredBlock
        package let records: [StoredRecord]
        /// Those that end with it.
        package let checkpoints: [Checkpoint]
    }

    /// What is read before any block.
    package struct Opening: Sendable {
        package let ledger: SealedID
        package let keys: [KeyRecord]
        package let lastCheckpoint: Int64
        package let lastBlock: Int64
    }

    /// Blocks that are read at once.
    private static let blocks: Int64 = 8
    /// Movements more than were sealed, after which a page is no longer read to its end.
    private static let surplus = 2_000

    private let database: PostgresPool
    /// As long as a page may take to be read, whatever else the database does.
    private let options = TransactionOptions(isReadOnly: true, statementTimeout: .seconds(60))

    package init(_ database: PostgresPool) {
        self.database = database
    }

    /// Reads the keys, and how far everything goes: the checkpoints before the blocks, because blocks
    /// are only added.
    package func open() async throws -> Opening {
        try await self.database.withTransaction(self.options) { transaction in
            let rows = try transaction.pipeline([
                KeyStore.ledger, KeyStore.all, CheckpointStore.last, BlockStore.lastNumber,
            ])
            let ledger = try KeyStore.ledger(rows[0])
            return Opening(
                ledger: ledger,
                keys: try rows[1].map { try KeyRecord($0, of: ledger) },
                lastCheckpoint: try rows[2].first?.decode("number") ?? 0,
                lastBlock: try rows[3][0].decode("number")
            )
        }
    }

    /// Where the chain was after a block; before the first one with zero.
    ///
    /// - Returns: `nil` where there is no such block.
    package func head(after number: Int64) async throws -> ChainHead? {
        guard number > 0 else { return .empty }
        return try await self.database.withTransaction(self.options) { transaction in
            let rows = try transaction.execute(BlockStore.blocks(number...number))
            return try rows.first.map { try StoredBlock($0).head() }
        }
    }

    /// Hands over blocks in order, as long as `body` wants more.
    package func read(
        after head: ChainHead,
        through last: Int64,
        of opening: Opening,
        _ body: (Step) async throws -> Bool
    ) async throws {
        var (number, end) = (head.number, head.end)
        while number < last {
            let range = number + 1...min(number + Self.blocks, last)
            let steps = try await self.steps(range, behind: end, of: opening)
            for step in steps {
                guard try await body(step) else { return }
                end = step.block.block.header.end
            }
            number = range.upperBound
        }
    }

    /// The checkpoints of more blocks than there are.
    package func checkpoints(beyond last: Int64, of opening: Opening) async throws -> [Checkpoint] {
        let statement = CheckpointStore.checkpoints(
            of: last + 1...Int64.max,
            through: opening.lastCheckpoint
        )
        return try await self.database.withTransaction(self.options) { transaction in
            try transaction.execute(statement).map {
                try StoredCheckpoint($0, of: opening.ledger).checkpoint
            }
        }
    }

    private func steps(
        _ numbers: ClosedRange<Int64>,
        behind place: JournalPlace?,
        of opening: Opening
    ) async throws -> [Step] {
        try await self.database.withTransaction(self.options) { transaction in
            transaction.preferIndexes()
            let rows = try transaction.pipeline([
                BlockStore.blocks(numbers),
                CheckpointStore.checkpoints(of: numbers, through: opening.lastCheckpoint),
            ])
            let blocks = try rows[0].map { try StoredBlock($0) }
            let checkpoints = try rows[1].map {
                try StoredCheckpoint($0, of: opening.ledger).checkpoint
            }
            guard let last = blocks.last else { return [] }
            let expected = blocks.reduce(0) { $0 + $1.block.leaves.count }
            let records = try transaction.execute(
                SealedJournal.records(
                    after: place,
                    through: last.block.header.end,
                    limit: expected + Self.surplus
                )
            ).map { try JournalRow($0) }
            return Self.steps(blocks, records, checkpoints)
        }
    }

    private static func steps(
        _ blocks: [StoredBlock],
        _ records: [JournalRow],
        _ checkpoints: [Checkpoint]
    ) -> [Step] {
        var rest = records[...]
        return blocks.map { block in
            let here = rest.prefix { $0.place <= block.block.header.end }
            rest = rest.dropFirst(here.count)
            return Step(
                block: block,
                records: here.map(\.stored),
                checkpoints: checkpoints.filter { $0.blocks == block.block.header.number }
            )
        }
    }
}
