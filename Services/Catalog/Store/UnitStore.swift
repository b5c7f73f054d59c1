import CatalogDomain
import Kernel
import Postgres

/// The `unit_of_measure` table.
enum UnitStore {
    /// So that every conversion can be checked against all others in one request.
    static let maximumUnits = 500

    /// Keeps others from changing units and conversions until the transaction ends.
    static func lockAll(in transaction: borrowing Transaction) throws {
        try transaction.execute(
            "SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.unit'))"
        )
    }

    /// Units by code, from the one after `code`.
    static func page(
        after code: String?,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [UnitOfMeasure] {
        let rows = try transaction.execute(
            """
            SELECT code, name, dimension FROM unit_of_measure
            WHERE code > \(code ?? "")
            ORDER BY code
            LIMIT \(limit)
            """
        )
        return try rows.map(self.decode)
    }

    static func find(
        _ code: UnitCode,
        in transaction: borrowing Transaction
    ) throws -> UnitOfMeasure? {
        let rows = try transaction.execute(
            """
            SELECT code, name, dimension FROM unit_of_measure
            WHERE code = \(code.rawValue)
            """
        )
        return try rows.first.map(self.decode)
    }

    static func count(in transaction: borrowing Transaction) throws -> Int {
        let rows = try transaction.execute("SELECT count(*) AS count FROM unit_of_measure")
        return try rows[0].decode("count")
    }

    /// - Throws: `PostgresError` naming `unit_of_measure_pkey` where the code is taken.
    static func insert(_ unit: UnitOfMeasure, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO unit_of_measure (code, name, dimension)
            VALUES (\(unit.code.rawValue), \(unit.name), \(unit.dimension.rawValue))
            """
        )
    }

    private static func decode(_ row: Row) throws -> UnitOfMeasure {
        UnitOfMeasure(
            code: try UnitCode(try row.decode("code")),
            name: try row.decode("name"),
            dimension: try row.choice("dimension")
        )
    }
}
