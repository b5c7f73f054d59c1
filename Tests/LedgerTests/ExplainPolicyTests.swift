import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// An explanation names the rules by which its figure was decided.
@Suite(.requiresPostgres)
struct ExplainPolicyTests {
    @Test func `what is available names the rule of its variant, and what lots count`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(2, of: "NUT")
            let usual = try await ledger.explain("NUT", .available)["policies"]?.elements
            #expect(usual?.map { $0["kind"]?.text } == ["removal-rule", "lot-status"])
            #expect(usual?.map { $0["strategy"]?.text } == ["fefo", nil])
            #expect(usual?.map { $0["id"]?.text } == [nil, nil])
            #expect(usual?.last?["statuses"]?.elements.map(\.text) == ["released"])

            _ = try await ledger.succeed("setRemovalRule", #"{"strategy":"fifo"}"#)
            var own: JSONValue?
            for strategy in ["closest", "lifo"] {
                let body = #"{"sku":"NUT","strategy":"\#(strategy)"}"#
                own = try await ledger.succeed("setRemovalRule", body)
            }
            let policies = try await ledger.explain("NUT", .available)["policies"]?.elements
            let named = try #require(policies?.first)
            #expect(named["id"] == own?["id"])
            #expect(named["version"] == .integer(2))
            #expect(named["strategy"]?.text == "lifo")
            #expect(named["since"] == own?["updatedAt"])
            for field in [ExplainedField.onHand, .reserved, .inTransit] {
                #expect(try await ledger.explain("NUT", field)["policies"]?.elements == [])
            }
        }
    }

    @Test func `a value names how its goods are costed, and since when`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            let before = try await ledger.costing()
            #expect(before["method"]?.text == "average")
            #expect(before["since"] == nil)
            try await ledger.buy(5, of: "NUT", for: "2")
            try await ledger.cost()
            let first = try await ledger.rows(
                "SELECT min(recorded_at) AS time FROM cost_entry"
            )
            let began: Timestamp = try first[0].decode("time")
            let usual = try await ledger.costing()
            #expect(usual["method"]?.text == "average")
            #expect(usual["id"] == nil)
            #expect(usual["since"]?.text == began.description)

            // Another way, and another policy that says the same.
            var policy: JSONValue?
            for body in [#"{"method":"fifo"}"#, #"{"sku":"NUT","method":"fifo"}"#] {
                policy = try await ledger.succeed("setCostPolicy", body)
                try await ledger.cost()
            }
            let orders = try await ledger.rows(
                "SELECT min(recorded_at) AS time FROM cost_order WHERE kind = 'cost'"
            )
            let ordered: Timestamp = try orders[0].decode("time")
            let changed = try await ledger.costing()
            #expect(changed["method"]?.text == "fifo")
            #expect(changed["id"] == policy?["id"])
            #expect(changed["version"] == .integer(1))
            #expect(changed["since"]?.text == ordered.description)

            // Back to what it was: since then, and not since the beginning.
            _ = try await ledger.succeed("setCostPolicy", #"{"sku":"NUT","method":"average"}"#)
            try await ledger.cost()
            let back = try await ledger.costing()
            #expect(back["method"]?.text == "average")
            #expect(back["version"] == .integer(2))
            #expect(try #require(back["since"]?.text.flatMap { Timestamp($0) }) > ordered)
        }
    }

    @Test func `an order that is not followed yet names nothing`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.buy(5, of: "NUT", for: "2")
            try await ledger.cost()
            _ = try await ledger.succeed("setCostPolicy", #"{"sku":"NUT","method":"fifo"}"#)
            let costing = try await ledger.costing()
            #expect(costing["method"]?.text == "average")
            #expect(costing["id"] == nil)
        }
    }
}

extension LedgerBench {
    /// How nuts are costed, as the explanation of their value says.
    fileprivate func costing() async throws -> JSONValue {
        let policies = try await self.explain("NUT", .value)["policies"]?.elements ?? []
        #expect(policies.map { $0["kind"]?.text } == ["cost-policy"])
        return try #require(policies.first)
    }
}
