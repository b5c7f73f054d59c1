import Contracts
import Kernel
import Postgres

/// Makes what the bench works on where it is missing; running it again changes nothing.
///
/// None of it is measured: variants come from imports, and each has a stock level from an adjustment
/// of as many lines as one may have.
struct BenchSetUp: Sendable {
    let api: APIClient
    /// The administrator's sessions.
    let pool: PostgresPool
    let console: Console

    func provide(variants: Int) async throws {
        let start = ContinuousClock.now
        try self.console.write("preparing \(variants) variants with a stock level each")
        try await self.api.provide(BenchCompany.locations)
        let skus = (1...variants).map(BenchCompany.sku)
        let present = try await StockReading(api: self.api, location: BenchCompany.warehouse)
            .onHand()
        let missing = skus.count { present[$0] == nil }
        guard missing > 0 else {
            return try self.console.write("    all are there")
        }
        try self.console.write("    \(missing) stock levels are missing, first their variants")
        let supply = VariantSupply(
            api: self.api,
            console: self.console,
            fileName: BenchCompany.source
        )
        let created = try await supply.provide(
            skus.map { (sku: $0, name: "Bench item \($0.suffix(6))") }
        )
        try self.console.write("    \(created) variants are new, now their stock levels")
        let opening = OpeningEntries(
            api: self.api,
            location: BenchCompany.warehouse,
            effectiveAt: .now,
            console: self.console
        )
        let opened = try await opening.provide(skus)
        try await self.vacuum()
        let elapsed = ContinuousClock.now - start
        try self.console.write("    \(opened) stock levels are new, after \(elapsed.tenths) s")
    }

    /// Does to new rows what autovacuum would in the minutes after: tells PostgreSQL how many there are,
    /// and that all of their pages can be seen by everybody.
    func vacuum() async throws {
        // Not in a transaction, which PostgreSQL does not allow.
        try await self.pool.withDedicatedSession { session in
            try await session.execute(script: "VACUUM (ANALYZE)")
        }
    }
}
