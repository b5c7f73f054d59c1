import Postgres
import TestSupport

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

    /// How the owner of the schema connects, as migrations do.
    var owner: PostgresConfiguration {
        var owner = self.database.ownerConfiguration(of: "ledger")
        owner.maximumConnections = 1
        return owner
    }
}
