import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// A count that is approved while others promise what it is about.
@Suite(.requiresPostgres)
struct CountRaceTests {
    private static let limits = CommitLimits(committers: 8, batchCommands: 1)
    private static let promises = 4

    @Test(arguments: [(1, 0), (0, 1), (1, 3)])
    func `a promise that races a count is of what was there before it or after it`(
        before: Int,
        seen: Int
    ) async throws {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            for round in 0..<10 {
                let sku = "NUT-\(round)"
                let variant = try await ledger.variant(sku)
                if before > 0 { try await ledger.receive(Self.units(before), of: sku) }
                let path = ["countId": try await ledger.sheet(of: sku)]
                let sight = LedgerBench.seen(Self.units(seen))
                _ = try await ledger.succeed("submitCount", sight, path: path)
                let accepted = try await Self.race(for: sku, path, in: ledger)
                // Nothing is promised that was neither there nor found.
                #expect(accepted >= min(before, seen))
                #expect(accepted <= max(before, seen))
                let stock = try await ledger.succeed("getStock", path: ["sku": sku])
                #expect(
                    ["onHand", "reserved", "available"].map { stock[$0]?.text }
                        == ["\(seen)", "\(accepted)", "\(seen - accepted)"]
                )
                #expect(try await ledger.corrections(variant) == 1)
                #expect(
                    try await ledger.residuals(variant) == [Self.units(seen - before)]
                )
                try await Self.expectNoGaps(variant, in: ledger)
            }
            #expect(try await ledger.promisesInDoubt() == 0)
        }
    }

    private static func units(_ count: Int) -> Quantity {
        Quantity(tenThousandths: Int64(count) * 10_000)
    }

    /// Has somebody approve a count twice, and others promise a unit each; returns how many could.
    private static func race(
        for sku: String,
        _ count: [String: String],
        in ledger: LedgerBench
    ) async throws -> Int {
        let body = #"{"warehouse":"LDN","lines":[{"sku":"\#(sku)","quantity":"1"}]}"#
        async let one = ledger.verdict("approveCount", path: count)
        async let other = ledger.verdict("approveCount", path: count)
        let accepted = try await withThrowingTaskGroup { group in
            for _ in 0..<Self.promises {
                group.addTask { try await ledger.verdict("createReservation", body) }
            }
            return try await group.reduce(into: 0) { accepted, verdict in
                #expect(["201", "409 insufficient-stock"].contains(verdict))
                if verdict == "201" { accepted += 1 }
            }
        }
        #expect(try await [one, other].sorted() == ["200", "409 wrong-state"])
        return accepted
    }

    /// Expects that each change of what can be promised was told once, and the last as it is.
    private static func expectNoGaps(_ variant: ID<Variant>, in ledger: LedgerBench) async throws {
        let told = try await ledger.facts(AvailabilityChanged.self)
            .flatMap(\.levels)
            .filter { $0.variantId == variant }
        #expect(told.map(\.version) == Array(1...Int64(told.count)))
        let row = try await ledger.rows(
            "SELECT on_hand, reserved, version FROM availability WHERE variant = \(variant)"
        )[0]
        #expect(told.last?.onHand == (try row.decode("on_hand")))
        #expect(told.last?.reserved == (try row.decode("reserved")))
        #expect(told.last?.version == (try row.decode("version")))
    }
}
