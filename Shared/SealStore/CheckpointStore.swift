package import Postgres
package import Sealing

/// A checkpoint as it is kept, with its totals.
package struct StoredCheckpoint: Sendable {
    package let checkpoint: Checkpoint
    package let totals: WarehouseTotals

    package init(checkpoint: Checkpoint, totals: WarehouseTotals) {
        self.checkpoint = checkpoint
        self.totals = totals
    }

    /// - Parameter ledger: Which one the table is of.
    package init(_ row: Row, of ledger: SealedID) throws {
        self.checkpoint = Checkpoint(
            ledger: ledger,
            number: try row.decode("number"),
            blocks: try row.decode("blocks"),
            lastSequence: try row.decode("last_sequence"),
            head: try row.decode("head"),
            root: try row.decode("root"),
            totalsHash: try row.decode("totals_hash"),
            signedAt: try row.decode("signed_at"),
            key: try row.decode("key"),
            signature: try row.decode("signature")
        )
        self.totals = try row.decode("totals", as: JSONB.self).decode()
    }
}

/// The `seal_checkpoint` table.
package enum CheckpointStore {
    /// The latest one; no row before the first.
    package static let last: SQL = "SELECT * FROM seal_checkpoint ORDER BY number DESC LIMIT 1"

    /// Those after a number, in order.
    package static func checkpoints(after number: Int64, limit: Int) -> SQL {
        """
        SELECT * FROM seal_checkpoint WHERE number > \(number) ORDER BY number LIMIT \(limit)
        """
    }

    /// Those before a number, the latest first.
    package static func checkpoints(before number: Int64, limit: Int) -> SQL {
        """
        SELECT *
        FROM seal_checkpoint
        WHERE number < \(number)
        ORDER BY number DESC
        LIMIT \(limit)
        """
    }

    /// Those of chains of so many blocks, in order.
    ///
    /// - Parameter number: The last one that is wanted.
    package static func checkpoints(
        of blocks: ClosedRange<Int64>,
        through number: Int64
    ) -> SQL {
        """
        SELECT *
        FROM seal_checkpoint
        WHERE blocks BETWEEN \(blocks.lowerBound) AND \(blocks.upperBound)
            AND number <= \(number)
        ORDER BY blocks, number
        """
    }

    /// The first one that vouches for a block; no row where none does yet.
    package static func first(of block: Int64) -> SQL {
        """
        SELECT * FROM seal_checkpoint WHERE blocks >= \(block) ORDER BY blocks, number LIMIT 1
        """
    }

    package static func insert(_ stored: StoredCheckpoint) throws -> SQL {
        let checkpoint = stored.checkpoint
        return """
            INSERT INTO seal_checkpoint (
                number, blocks, last_sequence, head, root, totals_hash, totals, signed_at, key,
                signature
            ) VALUES (
                \(checkpoint.number), \(checkpoint.blocks), \(checkpoint.lastSequence),
                \(checkpoint.head), \(checkpoint.root), \(checkpoint.totalsHash),
                \(try JSONB(encoding: stored.totals)), \(checkpoint.signedAt), \(checkpoint.key),
                \(checkpoint.signature)
            )
            """
    }
}
