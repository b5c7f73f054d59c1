import Postgres
import TestSupport
import Testing

@testable import Ledger

extension LedgerBench {
    /// Runs `body` with goods in lots and of several costs that are received, promised, moved and sold.
    static func withStockToRebuild(
        _ body: (LedgerBench, Rebuild) async throws -> Void
    ) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.keepMilk()
            try await ledger.tradeNutsAndBolts()
            _ = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"NUT","quantity":"3"},{"sku":"MILK","quantity":"2"}]}"#
            )
            try await ledger.cost()
            try await ledger.horizonPassed()
            var rebuild = Rebuild(owner: ledger.owner)
            rebuild.limits.movements = 5
            rebuild.limits.facts = 3
            rebuild.limits.variants = 1
            try await body(ledger, rebuild)
        }
    }

    /// Makes everything again that can be, twice and in steps of other sizes; neither differs from what is
    /// kept, and both have the same hash.
    ///
    /// - Parameter tables: Those that must not be empty, so that there is something to compare.
    func expectRebuilt(_ tables: Set<String>) async throws {
        try await self.refreshDashboards()
        var small = Rebuild(owner: self.owner)
        small.limits.movements = 7
        small.limits.facts = 11
        small.limits.variants = 1
        small.limits.units = 2
        let first = try await small.compare()
        #expect(first.differences == [])
        #expect(first.tables.map(\.name) == RebuiltTable.all.map(\.name))
        for table in first.tables {
            #expect(table.rebuilt == table.live, "\(table.name)")
            #expect(table.rows > 0 || !tables.contains(table.name), "\(table.name)")
        }
        let second = try await Rebuild(owner: self.owner).compare()
        #expect(second.tables == first.tables)
        #expect(second.rebuilt == first.rebuilt)
    }

    /// How the owner of the schema connects, as migrations do.
    var owner: PostgresConfiguration {
        var owner = self.database.ownerConfiguration(of: "ledger")
        owner.maximumConnections = 1
        return owner
    }
}
