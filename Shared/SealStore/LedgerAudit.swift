import Kernel
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

        package init(in transaction: borrowing Transaction) throws {
            let rows = try transaction.pipeline([
                KeyStore.ledger, KeyStore.all, CheckpointStore.last, BlockStore.lastNumber,
            ])
            let ledger = try KeyStore.ledger(rows[0])
            self.ledger = ledger
            self.keys = try rows[1].map { try KeyRecord($0, of: ledger) }
            self.lastCheckpoint = try rows[2].first?.decode("number") ?? 0
            self.lastBlock = try rows[3][0].decode("number")
        }
    }

    /// Blocks that are read at once.
    package static let blocks: Int64 = 8
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
            try Opening(in: transaction)
        }
    }

    /// Hands over blocks in order, as long as `body` wants more.
    package func read(
        after head: ChainHead,
        through last: Int64,
        of opening: Opening,
        _ body: (Step) async throws -> Bool
    ) async throws {
        var before = (number: head.number, end: head.end)
        var first = head.number + 1
        while first <= last {
            let range = first...min(first + Self.blocks - 1, last)
            let start = before
            let steps = try await self.database.withTransaction(self.options) { transaction in
                try Self.steps(range, after: start, of: opening, in: transaction)
            }
            for step in steps {
                guard try await body(step) else { return }
                before = (step.block.block.header.number, step.block.block.header.end)
            }
            first = range.upperBound + 1
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

    /// Reads some blocks at once.
    ///
    /// - Parameter before: The last block that is there before them, and where it ends.
    package static func steps(
        _ numbers: ClosedRange<Int64>,
        after before: (number: Int64, end: JournalPlace?),
        of opening: Opening,
        in transaction: borrowing Transaction
    ) throws -> [Step] {
        transaction.preferIndexes()
        let rows = try transaction.pipeline([
            BlockStore.blocks(numbers),
            CheckpointStore.checkpoints(of: numbers, through: opening.lastCheckpoint),
        ])
        let blocks = try rows[0].map { try StoredBlock($0) }
        let checkpoints = try rows[1].map {
            try StoredCheckpoint($0, of: opening.ledger).checkpoint
        }
        var steps: [Step] = []
        for run in Self.runs(of: blocks, after: before) {
            let records = try transaction.execute(run.statement).map { try JournalRow($0) }
            steps += run.steps(records, checkpoints)
        }
        return steps
    }

    /// Divides blocks where some are gone between them.
    private static func runs(
        of blocks: [StoredBlock],
        after before: (number: Int64, end: JournalPlace?)
    ) -> [BlockRun] {
        var runs: [BlockRun] = []
        var last = before.number
        for block in blocks {
            if block.block.header.number == last + 1, !runs.isEmpty {
                runs[runs.count - 1].blocks.append(block)
            } else {
                let isNext = block.block.header.number == last + 1
                let place = isNext ? before.end : block.block.beginning
                runs.append(BlockRun(place: place, blocks: [block]))
            }
            last = block.block.header.number
        }
        return runs
    }
}

/// Blocks that follow each other.
private struct BlockRun {
    /// Where the block before them ends.
    let place: JournalPlace?
    var blocks: [StoredBlock]

    /// Movements more than were sealed, after which they are no longer read to their end.
    private static let surplus = 2_000

    /// What the journal has where they were sealed.
    var statement: SQL {
        SealedJournal.records(
            after: self.place,
            through: self.blocks.last?.block.header.end,
            limit: self.blocks.reduce(0) { $0 + $1.block.leaves.count } + Self.surplus
        )
    }

    func steps(_ records: [JournalRow], _ checkpoints: [Checkpoint]) -> [LedgerAudit.Step] {
        var rest = records[...]
        return self.blocks.map { block in
            let here = rest.prefix { $0.place <= block.block.header.end }
            rest = rest.dropFirst(here.count)
            return LedgerAudit.Step(
                block: block,
                records: here.map(\.stored),
                checkpoints: checkpoints.filter { $0.blocks == block.block.header.number }
            )
        }
    }
}

extension SealedBlock {
    /// Just before its first movement, as far as the identifier of that tells.
    fileprivate var beginning: JournalPlace? {
        guard let first = self.leaves.first?.movement, let time = first.times?.lowerBound else {
            return nil
        }
        return JournalPlace(
            recordedAt: time.advanced(by: .microseconds(-1)),
            entry: first,
            line: 0,
            movement: first
        )
    }
}
