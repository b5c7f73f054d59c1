import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What is kept beside the journal is compared with it, and put right.
@Suite(.requiresPostgres)
struct StockAuditTests {
    /// Runs `body` with goods in lots that are received, promised, sold and held.
    private func withStock(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.post(30)
            try await ledger.keepMilk()
            _ = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"NUT","quantity":"3"},{"sku":"MILK","quantity":"2"}]}"#
            )
            _ = try await ledger.succeed(
                "postSale",
                #"{"location":"LDN-1","lines":[{"sku":"NUT","quantity":"1.5"}]}"#
            )
            try await body(ledger)
        }
    }

    @Test func `what the ledger does has no drift`() async throws {
        try await self.withStock { ledger in
            #expect(try await ledger.audit() == [])
            try await ledger.post(9)
            #expect(try await ledger.audit() == [])
            #expect(try await ledger.facts(DriftFound.self) == [])
        }
    }

    @Test(arguments: [
        (DriftField.balance, "UPDATE ledger.balance SET on_hand = on_hand + 10000"),
        (.balance, "DELETE FROM ledger.balance"),
        (.onHand, "UPDATE ledger.availability SET on_hand = on_hand + 1"),
        (.onHand, "DELETE FROM ledger.availability"),
        (.reserved, "UPDATE ledger.availability SET reserved = reserved - 10000"),
        (.reservations, "UPDATE ledger.availability SET reservations = reservations + 1"),
        (.withheld, "UPDATE ledger.availability SET withheld = 0"),
        (.audit, "UPDATE ledger.month_total SET quantity = quantity - 1"),
        (.audit, "DELETE FROM ledger.month_total"),
    ])
    func `a figure that somebody changed is found, put right and told of`(
        field: DriftField,
        statement: String
    ) async throws {
        try await self.withStock { ledger in
            #expect(try await ledger.audit() == [])
            let before = try await ledger.figures()
            let milk = "WHERE variant = (SELECT id FROM ledger.variant WHERE sku = 'MILK')"
            try await ledger.tamper("\(statement) \(milk)")

            let drifts = try await ledger.audit()
            #expect(drifts.contains { $0.field == field })
            #expect(try await ledger.figures() == before)
            #expect(try await ledger.audit() == [])

            let facts = try await ledger.facts(DriftFound.self)
            #expect(facts.map(\.field) == drifts.map(\.field))
            #expect(facts.map(\.found) == drifts.map(\.found))
            let listed = try await ledger.items("listDrifts", [:], limit: 2)
            #expect(Set(listed.map { $0["id"]?.text }) == Set(facts.map(\.driftId.description)))
            #expect(listed.allSatisfy { $0["sku"]?.text == "MILK" })
            // Whoever promises hears of what has changed for them.
            let told = try await ledger.facts(AvailabilityChanged.self).last?.levels.map(\.sku)
            let isTold = drifts.contains { ![.balance, .audit].contains($0.field) }
            #expect(!isTold || told == ["MILK"])
        }
    }

    @Test func `what is put right can be sold`() async throws {
        try await self.withStock { ledger in
            try await ledger.tamper("UPDATE ledger.balance SET on_hand = 0, version = version + 7")
            try await ledger.tamper(
                "UPDATE ledger.availability SET on_hand = 0, withheld = 0, is_short = true"
            )
            #expect(try await ledger.audit() != [])
            _ = try await ledger.succeed(
                "postSale",
                #"{"location":"LDN-1","lines":[{"sku":"NUT","quantity":"2"}]}"#
            )
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `rounds beside those who post find nothing`() async throws {
        try await self.withStock { ledger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await ledger.post(40) } }
                group.addTask {
                    for _ in 0..<20 {
                        let drifts = try await ledger.audit(waits: false)
                        #expect(drifts == [])
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await ledger.audit() == [])
            let figures = try await ledger.figures()
            #expect(figures[2].count == figures[0].count)
        }
    }

    @Test func `what was found cannot be changed by the service`() async throws {
        try await self.withStock { ledger in
            try await ledger.tamper("UPDATE ledger.balance SET on_hand = on_hand + 1")
            #expect(try await ledger.audit() != [])
            for statement in ["UPDATE drift SET found = 0", "DELETE FROM drift"] as [SQL] {
                let error = await #expect(throws: PostgresError.self) {
                    try await ledger.database.pool.withTransaction { try $0.execute(statement) }
                }
                #expect(error?.sqlState == "42501")
            }
        }
    }
}

extension LedgerBench {
    /// All that is kept beside the journal, without versions.
    fileprivate func figures() async throws -> [[String]] {
        var figures: [[String]] = []
        for statement in [
            "SELECT (variant, location, lot, on_hand, is_oversold)::text AS line FROM balance",
            "SELECT (variant, warehouse, on_hand, reserved, reservations, withheld, is_short)::text"
                + " AS line FROM availability",
            "SELECT (variant, location, lot, sum(quantity))::text AS line FROM month_total"
                + " GROUP BY variant, location, lot",
        ] as [SQL] {
            figures.append(try await self.lines(statement + " ORDER BY 1"))
        }
        return figures
    }
}
