import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Catalog

@Suite(.requiresPostgres) struct SearchTests {
    @Test func `the best match comes first, and pages keep the order`() async throws {
        try await withCatalog { catalog in
            try await catalog.makeVariant("LAMP", product: "Desk light")
            try await catalog.makeVariant("LAMP-2", product: "Floor light")
            try await catalog.makeVariant("A-1", product: "Brass lamp")
            try await catalog.makeVariant("Z-9", product: "Chair")
            var skus: [String] = []
            var query = ["q": "lamp", "limit": "1"]
            repeat {
                let page = try await catalog.ask("listVariants", query: query)
                skus += page["items"].items.compactMap { $0["sku"].text }
                query["cursor"] = page["next"].text
            } while query["cursor"] != nil
            #expect(skus == ["LAMP", "LAMP-2", "A-1"])
        }
    }

    @Test func `variants are found by every filter, and signs are taken literally`() async throws {
        try await withCatalog { catalog in
            let details = """
                , "name": "100% wool_x", "attributes": {"volts": 230, "colour": "red"},
                "barcodes": [{"code": "6291041500213"}]
                """
            try await catalog.makeVariant("W-1", product: "Scarf", details: details)
            try await catalog.makeVariant("P-1", product: "1000 wool")
            let queries = [
                ["q": "0% wo"], ["q": "L_X"], ["q": "62910"], ["sku": "w-"], ["name": "scarf"],
                ["barcode": "6291041500213"], ["barcode": "06291041500213"],
                ["attribute": "volts:230"], ["attribute": "colour:red"],
            ]
            for query in queries {
                let found = try await catalog.ask("listVariants", query: query)
                #expect(found["items"].items.map { $0["sku"].text } == ["W-1"], "\(query)")
            }
            let bySKU = try await catalog.ask("listVariants", query: ["name": "W-1"])
            #expect(bySKU["items"].items.isEmpty)
            let wrong = try await catalog.ask("listVariants", query: ["attribute": "colour"])
            #expect(wrong.errors == ["/query/attribute format"])
            let future = ["updatedAfter": "2999-01-01T00:00:00Z"]
            #expect(try await catalog.ask("listVariants", query: future)["items"].items.isEmpty)
        }
    }

    /// What matters at 50,000 variants is that no search reads the whole table.
    @Test func `searches use their indexes`() async throws {
        let searches = [
            (VariantSearch(text: "4711"), "variant_by_text"),
            (VariantSearch(skuPrefix: "sku-0471"), "variant_by_sku_prefix"),
            (VariantSearch(name: "4711"), "variant_by_text"),
            (VariantSearch(barcode: "CODE-4711"), "barcode_is_unique"),
            (VariantSearch(), "variant_sku_is_unique"),
        ]
        try await withTestDatabase(
            schema: "catalog",
            migrations: CatalogMigrations.all
        ) { database in
            try await self.fill(database)
            for (search, index) in searches {
                let plan = try await self.plan(of: search, in: database.pool)
                #expect(plan.contains(index), "\(plan)")
                #expect(!plan.contains("Seq Scan on variant"), "\(plan)")
            }
        }
    }

    private func plan(of search: VariantSearch, in pool: PostgresPool) async throws -> String {
        let clauses = search.clauses(after: nil, limit: 51)
        return try await pool.withTransaction { transaction in
            try transaction.execute(
                """
                EXPLAIN SELECT \(fragment: VariantStore.writtenColumns) FROM variant
                \(fragment: clauses)
                """
            ).map { try $0.decode(0, as: String.self) }.joined(separator: "\n")
        }
    }

    private func fill(_ database: TestDatabase) async throws {
        try await database.pool.withTransaction { transaction in
            try transaction.execute(
                """
                INSERT INTO product (id, name, version, search_text)
                VALUES (gen_random_uuid(), 'Holder', 1, 'holder')
                """
            )
            try transaction.execute(
                """
                INSERT INTO variant (
                    id, product_id, sku, name, base_unit, version, search_sku, search_text
                )
                SELECT gen_random_uuid(), product.id, 'SKU-' || to_char(number, 'FM000000'),
                    'Holder ' || number, 'each', 1, 'sku-' || to_char(number, 'FM000000'),
                    'sku-' || to_char(number, 'FM000000') || ' holder ' || number
                FROM product, generate_series(1, 50000) AS number
                """
            )
            try transaction.execute(
                """
                INSERT INTO barcode (key, variant_id, position, code, format, pack_quantity)
                SELECT 'other:CODE-' || row_number() OVER (ORDER BY sku), id, 0,
                    'CODE-' || row_number() OVER (ORDER BY sku), 'other', 10000
                FROM variant
                """
            )
        }
        // Without statistics the planner guesses.
        let administrator = PostgresPool(database.administration)
        try await withPool(administrator) {
            try await administrator.withTransaction { transaction in
                try transaction.execute(script: "ANALYZE variant; ANALYZE barcode;")
            }
        }
    }
}
