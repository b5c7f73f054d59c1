import Contracts
import Kernel
import PosIngestDomain
import Postgres

/// The table `source`.
enum SourceStore {
    /// A source with its times, as the API shows it.
    struct Record: Sendable {
        let source: Source
        let createdAt: Timestamp
        let updatedAt: Timestamp
    }

    private static let columns: SQL = """
        id, name, display_name, location, non_stock_codes, gap_grace_seconds, is_active, version,
        created_at, updated_at
        """

    static func find(
        _ id: ID<PosSource>,
        in transaction: borrowing Transaction
    ) throws -> Record? {
        try transaction.execute(
            "SELECT \(fragment: self.columns) FROM source WHERE id = \(id)"
        ).first.map(self.record)
    }

    /// Reads a source and keeps others from changing it until the transaction ends.
    static func lock(
        _ id: ID<PosSource>,
        in transaction: borrowing Transaction
    ) throws -> Record? {
        try transaction.execute(
            "SELECT \(fragment: self.columns) FROM source WHERE id = \(id) FOR UPDATE"
        ).first.map(self.record)
    }

    static func named(
        _ names: Set<String>,
        in transaction: borrowing Transaction
    ) throws -> [String: Source] {
        let rows = try transaction.execute(
            "SELECT \(fragment: self.columns) FROM source WHERE name = ANY(\(names.sorted()))"
        )
        var sources: [String: Source] = [:]
        for row in rows {
            let source = try self.record(row).source
            sources[source.name] = source
        }
        return sources
    }

    static func all(in transaction: borrowing Transaction) throws -> [Source] {
        try transaction.execute("SELECT \(fragment: self.columns) FROM source ORDER BY name")
            .map { try self.record($0).source }
    }

    /// One page in order of name, after the given one.
    static func page(
        text: String?,
        isActive: Bool?,
        after name: String,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [Record] {
        try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM source
            WHERE name > \(name)
                AND (\(text)::text IS NULL OR position(lower(\(text)) IN name) > 0
                    OR position(lower(\(text)) IN lower(display_name)) > 0)
                AND (\(isActive)::boolean IS NULL OR is_active = \(isActive))
            ORDER BY name
            LIMIT \(limit)
            """
        ).map(self.record)
    }

    /// Adds a source; `false` where its name or identifier is taken.
    static func insert(_ source: Source, in transaction: borrowing Transaction) throws -> Bool {
        try !transaction.execute(
            """
            INSERT INTO source
                (id, name, display_name, location, non_stock_codes, gap_grace_seconds, is_active)
            VALUES
                (\(source.id), \(source.name), \(source.displayName), \(source.location),
                 \(source.nonStockCodes.patterns), \(source.gapGraceSeconds), \(source.isActive))
            ON CONFLICT DO NOTHING
            RETURNING id
            """
        ).isEmpty
    }

    /// Saves what may change, and counts the version up.
    static func save(_ source: Source, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE source
            SET display_name = \(source.displayName), location = \(source.location),
                non_stock_codes = \(source.nonStockCodes.patterns),
                gap_grace_seconds = \(source.gapGraceSeconds), is_active = \(source.isActive),
                version = version + 1, updated_at = now()
            WHERE id = \(source.id)
            """
        )
    }

    /// When each source was last heard of.
    static func lastReceived(
        _ names: [String],
        in transaction: borrowing Transaction
    ) throws -> [String: Timestamp] {
        let rows = try transaction.execute(
            """
            SELECT name, (
                SELECT max(received_at) FROM receipt WHERE source = name
            ) AS received_at
            FROM unnest(\(names)) AS t (name)
            """
        )
        var times: [String: Timestamp] = [:]
        for row in rows {
            times[try row.decode("name")] = try row.decode("received_at", as: Timestamp?.self)
        }
        return times
    }

    private static func record(_ row: Row) throws -> Record {
        let patterns: [String] = try row.decode("non_stock_codes")
        return Record(
            source: Source(
                id: try row.decode("id"),
                name: try row.decode("name"),
                displayName: try row.decode("display_name"),
                location: try row.decode("location"),
                nonStockCodes: NonStockCodes(patterns),
                gapGraceSeconds: try row.decode("gap_grace_seconds"),
                isActive: try row.decode("is_active"),
                version: try row.decode("version")
            ),
            createdAt: try row.decode("created_at"),
            updatedAt: try row.decode("updated_at")
        )
    }
}
