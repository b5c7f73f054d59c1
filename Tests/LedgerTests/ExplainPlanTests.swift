import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// To explain a figure of one variant nothing is read that is about others.
@Suite(.requiresPostgres)
struct ExplainPlanTests {
    private static let sku = "SKU-05001"
    /// A variant has four movements, lines and promises; this one was in thousands of orders.
    private static let few: Int64 = 120

    @Test func `whatever is explained of a variant, little is read`() async throws {
        try await LedgerBench.with { ledger in
            let times = try await Self.fill(ledger)
            for field in ExplainedField.allCases {
                for query in times {
                    let ask = Self.question(field, query)
                    let read = try await RowsRead.counted(in: ledger, ask)
                    #expect(read.sum > 0)
                    #expect(read.sum <= Self.few, "\(field) \(query) reads \(read)")
                }
            }
            for field in ExplainedField.allCases where field.isOfPlaces {
                for query in times {
                    let places = query.merging(["locationTree": "LDN-1"]) { $1 }
                    let read = try await RowsRead.counted(in: ledger, Self.question(field, places))
                    #expect(read.sum <= Self.few, "\(field) \(places) reads \(read)")
                }
            }
        }
    }

    @Test func `the parts of an explanation are found by their indexes`() async throws {
        try await LedgerBench.with { ledger in
            let times = try await Self.fill(ledger)
            let (now, past) = (times[0], times[3])
            let parts: [(ExplainedField, [String: String], String)] = [
                (.onHand, now, "period_balance_row"), (.onHand, past, "movement_by_variant"),
                (.reserved, now, "reservation_line_of_variant"),
                (.reserved, past, "reservation_change_line_by_time"),
                (.value, now, "cost_entry_of_pool"), (.unitCost, past, "cost_entry_of_pool"),
            ]
            for (field, query, index) in parts {
                let ask = Self.question(field, query)
                let other = index == "reservation_line_of_variant" ? "reservation_line_open" : nil
                try await HotRead("\(field)", atMost: Self.few, by: index, or: other, ask)
                    .expectFew(in: ledger)
            }
        }
    }

    private static func question(
        _ field: ExplainedField,
        _ query: [String: String]
    ) -> RowsRead.Question {
        { transaction in
            let request = LedgerBench.request(
                "explainStock",
                path: ["sku": Self.sku],
                query: query.merging(["field": field.rawValue]) { $1 }
            )
            _ = try ExplainStock(horizon: .now).perform(request, in: transaction)
        }
    }

    /// Movements, promises and costs of ten thousand variants, orders that have arrived, and what there was
    /// when a period was sealed.
    ///
    /// Returns the parameters of now and of times past.
    private static func fill(_ ledger: LedgerBench) async throws -> [[String: String]] {
        try await PlanTests.fill(ledger)
        try await PastPromisePlanTests.promise(in: ledger)
        try await ledger.fillMonths()
        try await ledger.fillCosts()
        try await RoadPlanTests.close(10_000, of: Self.sku, in: ledger)
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(
                script: """
                    insert into period (id, number, name, starts_at, ends_at, state, known_at, balances,
                        balances_hash, created_at, updated_at)
                    select gen_random_uuid(), 1, 'P', now() - interval '90 days',
                        now() - interval '30 days', 'closed', now() - interval '20 days', 10000, '',
                        now() - interval '20 days', now() - interval '20 days';
                    insert into period_balance
                    select 1, variant, location, lot, on_hand from balance;
                    """
            )
            try await session.execute(script: "vacuum analyze")
        }
        let (asOf, knownAt) = (
            "\(Timestamp.now.advanced(by: .seconds(-25)))",
            "\(Timestamp.now.advanced(by: .seconds(-12_000)))"
        )
        return [[:], ["asOf": asOf], ["knownAt": knownAt], ["asOf": asOf, "knownAt": knownAt]]
    }
}
