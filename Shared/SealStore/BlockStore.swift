package import Postgres
package import Sealing

/// A block as it is kept.
package struct StoredBlock: Sendable {
    package let block: SealedBlock
    /// The hash that stands beside it.
    package let hash: SealHash
    /// Of the tree of all blocks up to this one.
    package let peaks: [SealHash]

    /// Reads all columns.
    ///
    /// - Throws: ``UnreadableSeal``, `PostgresError`.
    package init(_ row: Row) throws {
        let header = try BlockHeader(row)
        let leaves: [UInt8] = try row.decode("leaves")
        self.block = SealedBlock(header: header, leaves: SealedBlock.leaves(leaves))
        self.hash = try row.decode("hash")
        self.peaks = try row.decodeHashes("peaks")
    }

    /// What has to be known to go on after it.
    package func head() throws -> ChainHead {
        guard let head = ChainHead(after: self.block.header, peaks: self.peaks) else {
            throw UnreadableSeal("block \(self.block.header.number) has other peaks")
        }
        return head
    }
}

/// The `seal_block` table.
package enum BlockStore {
    /// Blocks by number, from the first to the last that is wanted.
    package static func blocks(_ numbers: ClosedRange<Int64>) -> SQL {
        """
        SELECT *
        FROM seal_block
        WHERE number BETWEEN \(numbers.lowerBound) AND \(numbers.upperBound)
        ORDER BY number
        """
    }

    /// The last block; no row before the first.
    package static let last: SQL = "SELECT * FROM seal_block ORDER BY number DESC LIMIT 1"

    /// The number of the last block; zero before the first.
    package static let lastNumber: SQL =
        "SELECT coalesce(max(number), 0) AS number FROM seal_block"

    /// The block in which a place is; no row for a place that is not sealed.
    package static func block(of place: JournalPlace) -> SQL {
        """
        SELECT *
        FROM seal_block
        WHERE (end_recorded_at, end_entry, end_line, end_movement)
            >= (\(place.recordedAt), \(place.entry), \(place.line), \(place.movement))
        ORDER BY end_recorded_at, end_entry, end_line, end_movement
        LIMIT 1
        """
    }

    /// Adds a block.
    ///
    /// - Parameters:
    ///   - head: The chain after it.
    ///   - nodes: Of the tree of blocks, those that end with it.
    package static func insert(
        _ block: SealedBlock,
        head: ChainHead,
        nodes: [SealHash],
        totals: WarehouseTotals
    ) throws -> SQL {
        let header = block.header
        return """
            INSERT INTO seal_block (
                number, first_sequence, movements, root, previous, end_recorded_at, end_entry,
                end_line, end_movement, sealed_at, hash, leaves, peaks, nodes, totals
            ) VALUES (
                \(header.number), \(header.firstSequence), \(header.count), \(header.root),
                \(header.previous), \(header.end.recordedAt), \(header.end.entry),
                \(header.end.line), \(header.end.movement), \(header.sealedAt), \(head.hash),
                \(block.leafBytes), \(head.tree.peaks.joinedBytes), \(nodes.joinedBytes),
                \(try JSONB(encoding: totals))
            )
            """
    }

    /// The nodes of the tree of blocks that end with each of some blocks, the lowest first.
    package static func nodes(of numbers: [Int64]) -> SQL {
        "SELECT number, nodes FROM seal_block WHERE number = ANY (\(numbers))"
    }
}

extension BlockHeader {
    /// Reads the columns that the hash is of.
    package init(_ row: Row) throws {
        self.init(
            number: try row.decode("number"),
            firstSequence: try row.decode("first_sequence"),
            count: try row.decode("movements"),
            root: try row.decode("root"),
            previous: try row.decode("previous"),
            end: JournalPlace(
                recordedAt: try row.decode("end_recorded_at"),
                entry: try row.decode("end_entry"),
                line: try row.decode("end_line"),
                movement: try row.decode("end_movement")
            ),
            sealedAt: try row.decode("sealed_at")
        )
    }
}

extension Row {
    /// Reads hashes that lie one behind the other.
    package func decodeHashes(_ column: String) throws -> [SealHash] {
        let bytes: [UInt8] = try self.decode(column)
        guard let hashes = SealHash.list(bytes) else {
            throw UnreadableSeal("column \(column) holds no whole hashes")
        }
        return hashes
    }
}
