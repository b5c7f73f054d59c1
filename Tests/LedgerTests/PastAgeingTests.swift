import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// How old goods were, and what they were worth, by two times.
@Suite(.requiresPostgres)
struct PastAgeingTests {
    private static func daysAgo(_ days: Double) -> Timestamp {
        Timestamp.now.advanced(by: .seconds(-86_400 * days))
    }

    private func bands(
        _ ledger: LedgerBench,
        asOf: Timestamp? = nil,
        knownAt: Timestamp? = nil
    ) async throws -> [String?] {
        let query = ["asOf": asOf?.description, "knownAt": knownAt?.description]
            .compactMapValues { $0 }
        let answer = try await ledger.succeed("getValuationAgeing", query: query)
        return (answer["bands"]?.elements ?? []).map { $0["value"]?.text }
    }

    private func costedTo(_ ledger: LedgerBench) async throws -> Timestamp {
        try await ledger.cost()
        let answer = try await ledger.succeed("getValuationAgeing")
        return try #require(answer["costedTo"]?.text.flatMap { Timestamp($0) })
    }

    @Test(arguments: ["average", "fifo"])
    func `goods have the age that they had, and the value that was known`(
        method: String
    ) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            _ = try await ledger.succeed("setCostPolicy", #"{"sku":"NUT","method":"\#(method)"}"#)
            try await ledger.buy(10, of: "NUT", for: "2", effectiveAt: Self.daysAgo(200))
            let first = try await self.costedTo(ledger)
            // Told later, and a hundred days younger.
            try await ledger.buy(10, of: "NUT", for: "4", effectiveAt: Self.daysAgo(100))
            let second = try await self.costedTo(ledger)
            _ = try await ledger.succeed("postSale", LedgerBench.sale(5, of: "NUT"))
            _ = try await ledger.succeed(
                "postRevaluation",
                #"{"sku":"NUT","amount":"30","reason":"market"}"#
            )
            let third = try await self.costedTo(ledger)
            let isFIFO = method == "fifo"
            #expect(try await self.bands(ledger, knownAt: first) == ["0", "0", "20", "0"])
            #expect(
                try await self.bands(ledger, knownAt: second)
                    == ["0", isFIFO ? "40" : "30", isFIFO ? "20" : "30", "0"]
            )
            #expect(try await self.bands(ledger, knownAt: third) == self.bands(ledger))
            // Then the older goods were fifty days old, and the others not there.
            let then = Self.daysAgo(150)
            #expect(
                try await self.bands(ledger, asOf: then, knownAt: first) == ["20", "0", "0", "0"]
            )
            #expect(try await self.bands(ledger, asOf: then) == ["20", "0", "0", "0"])
        }
    }

    @Test func `goods that settled what was owed are gone`() async throws {
        try await LedgerBench.with { ledger in
            let nut = try await ledger.variant("NUT")
            _ = try await ledger.succeed("setCostPolicy", #"{"sku":"NUT","method":"fifo"}"#)
            try await ledger.tillSale(4, of: nut, document: "1", at: Self.daysAgo(120))
            try await ledger.buy(10, of: "NUT", for: "3", effectiveAt: Self.daysAgo(100))
            let known = try await self.costedTo(ledger)
            let told = try await self.bands(ledger)
            #expect(told == ["0", "18", "0", "0"])
            try await ledger.buy(1, of: "NUT", for: "9")
            _ = try await self.costedTo(ledger)
            #expect(try await self.bands(ledger, knownAt: known) == told)
        }
    }

    @Test func `times before it was written down are refused, and dashboards leave it out`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.buy(10, of: "NUT", for: "2")
            let known = try await self.costedTo(ledger)
            let before = known.advanced(by: .microseconds(-1))
            try await ledger.tamper("UPDATE ledger.cost_position SET shifts_from = '\(known)'")
            for name in ["asOf", "knownAt"] {
                let early = [name: before.description]
                let refused = await ledger.ask("getValuationAgeing", query: early)
                #expect(refused.status == 422)
                let late = await ledger.ask("getValuationAgeing", query: [name: known.description])
                #expect(late.status == 200)
                let page = try await ledger.succeed("getStockDashboard", query: early)
                #expect(page.items.map { $0["values"]?["ageing"] } == [nil])
                #expect(page.items.allSatisfy { $0["values"]?["value"] != nil })
            }
        }
    }

    @Test func `a book that is older than that knows it from its upgrade on`() async throws {
        let older = LedgerMigrations.all.prefix { $0.name != "V0042_cost_shift" }
        let schema = TestSchema(name: "ledger", migrations: Array(older))
        try await withTestDatabase(schemas: [schema]) { database in
            var owner = database.ownerConfiguration(of: "ledger")
            owner.maximumConnections = 1
            let costedTo = "2026-05-01T12:00:00Z"
            try await PostgresSession.with(owner) { session in
                try await session.execute(
                    script: "UPDATE ledger.cost_position SET costed_to = '\(costedTo)'"
                )
            }
            let migrator = Migrator(schema: "ledger", migrations: LedgerMigrations.all)
            #expect(try await migrator.run(owner).first == "V0042_cost_shift")
            let rows = try await database.pool.read(CostPosition.read)
            #expect(try CostPosition(rows[0]).shiftsFrom == Timestamp(costedTo))
        }
    }
}
