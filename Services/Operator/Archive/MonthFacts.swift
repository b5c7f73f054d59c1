import Kernel
import Postgres

/// What the ledger says of a month that is exported.
struct MonthFacts {
    let ledger: String
    let rows: Int64
    let first: ArchiveManifest.Position?
    let last: ArchiveManifest.Position?
    let checkpoint: ArchiveManifest.Vouching?

    init(_ month: JournalMonth, in transaction: borrowing Transaction) throws {
        self.ledger = try transaction.execute("SELECT id::text FROM seal_ledger")[0].decode(0)
        self.rows = try transaction.execute(
            "SELECT count(*) FROM \(identifier: month.partition)"
        )[0].decode(0)
        let ends = try ["ASC", "DESC"].map { direction in
            try transaction.execute(
                """
                SELECT recorded_at, id::text AS id
                FROM \(identifier: month.partition)
                ORDER BY \(fragment: Self.order(direction))
                LIMIT 1
                """
            ).first.map { row in
                ArchiveManifest.Position(
                    recordedAt: try row.decode("recorded_at"),
                    movement: try row.decode("id")
                )
            }
        }
        (self.first, self.last) = (ends[0], ends[1])
        self.checkpoint = try transaction.execute(
            """
            SELECT checkpoint.number, checkpoint.last_sequence,
                encode(checkpoint.head, 'hex') AS head
            FROM seal_checkpoint AS checkpoint
            JOIN seal_block AS block ON block.number = checkpoint.blocks
            WHERE block.end_recorded_at >= \(self.last?.recordedAt ?? month.end)
            ORDER BY checkpoint.number
            LIMIT 1
            """
        ).first.map { row in
            ArchiveManifest.Vouching(
                number: try row.decode("number"),
                lastSequence: try row.decode("last_sequence"),
                head: try row.decode("head")
            )
        }
    }

    /// As movements are sealed.
    private static func order(_ direction: String) -> SQL {
        SQL(
            verbatim: ["recorded_at", "entry", "line", "id"].map { "\($0) \(direction)" }
                .joined(separator: ", ")
        )
    }
}
