import CatalogDomain
import Contracts
import Kernel
import Postgres

/// The `unit_conversion` table.
enum UnitConversionStore {
    /// So that a change can be checked against all others in one request.
    static let maximumConversions = 20_000

    static func count(in transaction: borrowing Transaction) throws -> Int {
        let rows = try transaction.execute("SELECT count(*) AS count FROM unit_conversion")
        return try rows[0].decode("count")
    }

    static func all(in transaction: borrowing Transaction) throws -> [ScopedConversion] {
        try self.page(after: 0, limit: self.maximumConversions, in: transaction).map(\.conversion)
    }

    /// Conversions in the order in which they were told, from the one after `position`.
    static func page(
        after position: Int64,
        unit: UnitCode? = nil,
        variant: ID<Variant>? = nil,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [(position: Int64, conversion: ScopedConversion)] {
        var conditions: SQL = "WHERE id > \(position)"
        if let unit { conditions += " AND \(unit.rawValue) IN (from_unit, to_unit)" }
        if let variant { conditions += " AND variant_id = \(variant)" }
        let rows = try transaction.execute(
            """
            SELECT id, variant_id, from_unit, to_unit, numerator, denominator
            FROM unit_conversion
            \(fragment: conditions)
            ORDER BY id
            LIMIT \(limit)
            """
        )
        return try rows.map { row in (try row.decode("id"), try self.decode(row)) }
    }

    /// Writes a conversion over the one between the same two units, whichever way that was told.
    static func save(
        _ scoped: ScopedConversion,
        in transaction: borrowing Transaction
    ) throws {
        let conversion = scoped.conversion
        let (from, to) = (conversion.from.rawValue, conversion.to.rawValue)
        try transaction.pipeline([
            """
            DELETE FROM unit_conversion
            WHERE variant_id IS NOT DISTINCT FROM \(scoped.variantId)
                AND (from_unit, to_unit) IN ((\(from), \(to)), (\(to), \(from)))
            """,
            """
            INSERT INTO unit_conversion (variant_id, from_unit, to_unit, numerator, denominator)
            VALUES (
                \(scoped.variantId), \(from), \(to), \(conversion.ratio.numerator),
                \(conversion.ratio.denominator)
            )
            """,
        ])
    }

    private static func decode(_ row: Row) throws -> ScopedConversion {
        ScopedConversion(
            variantId: try row.decode("variant_id"),
            conversion: try UnitConversion(
                from: UnitCode(try row.decode("from_unit")),
                to: UnitCode(try row.decode("to_unit")),
                ratio: ExactRatio(try row.decode("numerator"), try row.decode("denominator"))
            )
        )
    }
}
