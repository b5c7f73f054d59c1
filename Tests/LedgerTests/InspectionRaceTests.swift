import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Inspecting a lot while others inspect and sell it.
@Suite(.requiresPostgres)
struct InspectionRaceTests {
    private static let limits = CommitLimits(committers: 8, batchCommands: 1)

    @Test func `a sale that races a rejection comes before it or is refused`() async throws {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            try await ledger.inspect("MILK")
            for round in 0..<8 {
                let code = "R\(round)"
                let lot = try await ledger.quarantined(code, of: "MILK", 100)
                try await ledger.smell(true, lot)
                let sale =
                    #"{"location":"LDN","lines":[{"sku":"MILK","quantity":"1","lot":"\#(code)"}]}"#
                async let rejection = ledger.smell(false, lot)
                let sold = try await withThrowingTaskGroup { group in
                    for _ in 0..<12 {
                        group.addTask { try await ledger.verdict("postSale", sale) }
                    }
                    return try await group.reduce(into: 0) { sold, verdict in
                        #expect(["201", "409 lot-withheld"].contains(verdict))
                        if verdict == "201" { sold += 1 }
                    }
                }
                #expect(try await rejection["lot"]?["status"]?.text == "held")
                #expect(try await ledger.verdict("postSale", sale) == "409 lot-withheld")
                let change = try await ledger.rows(
                    "SELECT max(recorded_at) AS at FROM lot_change WHERE lot = \(ID<Lot>(lot))"
                )
                let late = try await ledger.rows(
                    """
                    SELECT FROM movement
                    JOIN entry ON entry.id = movement.entry AND entry.kind = 'sale'
                    WHERE movement.lot = \(ID<Lot>(lot))
                        AND movement.recorded_at > \(try change[0].decode("at", as: Timestamp.self))
                    """
                )
                #expect(late.isEmpty)
                let sales = try await ledger.rows(
                    """
                    SELECT FROM movement
                    JOIN entry ON entry.id = movement.entry AND entry.kind = 'sale'
                    WHERE movement.lot = \(ID<Lot>(lot))
                    """
                )
                #expect(sales.count == sold)
            }
            #expect(try await ledger.warehousesInDoubt() == 0)
        }
    }

    @Test func `two that inspect a lot at once are both heard, and a failure wins`() async throws {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            try await ledger.inspect("MILK")
            for round in 0..<10 {
                let lot = try await ledger.quarantined("R\(round)", of: "MILK", 5)
                async let good = ledger.smell(true, lot)
                async let bad = ledger.smell(false, lot)
                _ = try await (good, bad)
                #expect(try await ledger.status(lot) == "held")
                let all = try await ledger.items("listInspections", ["lot": lot], limit: 5)
                #expect(all.count == 2)
            }
            #expect(try await ledger.available("MILK") == "0")
            #expect(try await ledger.warehousesInDoubt() == 0)
        }
    }

    @Test func `a mistake is superseded by one of those who want to, and conceded once`()
        async throws
    {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            let (lot, mistake) = try await ledger.rejectedLot()
            let body = LedgerBench.smelled(true, lot, #","supersedes":"\#(mistake)""#)
            let verdicts = try await Self.all(6) {
                try await ledger.verdict("recordInspection", body)
            }
            #expect(verdicts == ["201"] + Array(repeating: "409 wrong-state", count: 5))
            #expect(try await ledger.status(lot) == "released")
            let failure = try await ledger.smell(false, lot)
            let path = ["inspectionId": try #require(failure["id"]?.text)]
            let answers = try await Self.all(6) {
                try await ledger.verdict("concedeInspection", #"{"reason":"Fine"}"#, path: path)
            }
            #expect(answers == ["200"] + Array(repeating: "409 wrong-state", count: 5))
            #expect(try await ledger.status(lot) == "released")
            #expect(try await ledger.warehousesInDoubt() == 0)
        }
    }

    /// What so many calls at once answer, sorted.
    private static func all(
        _ count: Int,
        _ call: @escaping @Sendable () async throws -> String
    ) async throws -> [String] {
        try await withThrowingTaskGroup { group in
            for _ in 0..<count { group.addTask { try await call() } }
            return try await group.reduce(into: []) { $0.append($1) }.sorted()
        }
    }
}
