import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// The audit as it runs in the service, by itself and beside those who post.
@Suite(.requiresPostgres)
struct RunningAuditTests {
    /// How soon a wrong figure is to be found.
    private static let limit = Duration.seconds(60)

    private static let limits: AuditLimits = {
        var limits = AuditLimits()
        limits.interval = .milliseconds(100)
        return limits
    }()

    /// Runs `body` while both audits go round and somebody posts without a pause.
    private func underAudit(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.variant("OIL")
            try await ledger.buy(30, of: "NUT", for: "2")
            try await ledger.cost()
            let database = ledger.database.pool
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await StockAuditor(database: database, limits: Self.limits).work()
                }
                group.addTask {
                    try await CostAuditor(database: database, limits: Self.limits).work()
                }
                group.addTask {
                    while !Task.isCancelled { try await ledger.receive(1, of: "OIL") }
                }
                defer { group.cancelAll() }
                try await body(ledger)
            }
        }
    }

    @Test(arguments: [
        (DriftField.balance, "UPDATE ledger.balance SET on_hand = on_hand + 10000"),
        (.onHand, "UPDATE ledger.availability SET on_hand = on_hand + 10000"),
        (.layers, "UPDATE ledger.cost_layer SET quantity = quantity + 10000"),
    ])
    func `a figure that somebody changed is found within a minute while others post`(
        field: DriftField,
        statement: String
    ) async throws {
        try await self.underAudit { ledger in
            let before = try await ledger.nuts()
            let nuts = "WHERE variant = (SELECT id FROM ledger.variant WHERE sku = 'NUT')"
            try await ledger.tamper("\(statement) \(nuts)")
            #expect(try await ledger.nuts() != before)
            try await eventually("\(field) is put right", within: Self.limit) {
                try await ledger.nuts() == before
            }
            let facts = try await ledger.facts(DriftFound.self)
            #expect(facts.contains { $0.field == field })
        }
    }
}

extension LedgerBench {
    /// What is kept of nuts.
    fileprivate func nuts() async throws -> [String] {
        try await self.lines(
            """
            SELECT kept.line
            FROM (
                SELECT variant, row(location, lot, on_hand)::text AS line FROM balance
                UNION ALL
                SELECT variant, row(warehouse, on_hand, withheld, reserved)::text FROM availability
                UNION ALL
                SELECT variant, cost_layer::text FROM cost_layer
            ) AS kept
            JOIN variant ON variant.id = kept.variant AND variant.sku = 'NUT'
            ORDER BY 1
            """
        )
    }
}
