import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Variants and categories that are older than their past.
@Suite(.requiresPostgres)
struct FormerCategoryMigrationTests {
    private static let name = "V0049_former_category"

    @Test func `what was there before has always been where it is until it goes elsewhere`()
        async throws
    {
        try await withUpgradedLedger(to: Self.name, from: Self.rows) { database in
            let left: [SQL] = [
                "SELECT category::text AS was FROM former_category ORDER BY variant",
                "SELECT path::text AS was FROM former_path",
            ]
            let (before, after) = try await database.pool.withTransaction { transaction in
                let before = try transaction.pipeline(left).map(\.count)
                try transaction.execute("UPDATE variant SET category = \(ID<Variant>.make())")
                try transaction.execute("UPDATE category SET is_deleted = true")
                let after: [[String?]] = try transaction.pipeline(left).map { rows in
                    try rows.map { try $0.decode("was") }
                }
                return (before, after)
            }
            #expect(before == [0, 0])
            let tools = "11111111-1111-1111-1111-111111111111"
            #expect(after == [[tools, nil], ["{\(tools)}"]])
        }
    }

    /// A category, a variant in it and one in none.
    private static let rows = """
        SET search_path = ledger;
        INSERT INTO category (id, name, path, version)
        VALUES (uuid(repeat('1', 32)), 'Tools', ARRAY[uuid(repeat('1', 32))], 1);
        INSERT INTO variant (
            id, sku, name, category, status, base_unit, tracking, has_expiry, version
        )
        VALUES
            (uuid(repeat('2', 32)), 'NUT', '', uuid(repeat('1', 32)), 'active', '', 'none', false, 1),
            (uuid(repeat('3', 32)), 'FIG', '', NULL, 'active', '', 'none', false, 1);
        """
}
