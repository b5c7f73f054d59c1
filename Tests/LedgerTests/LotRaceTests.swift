import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Holding a lot while others move, bring and promise it.
@Suite(.requiresPostgres)
struct LotRaceTests {
    private static let limits = CommitLimits(committers: 8, batchCommands: 1)

    @Test func `a reservation that races a hold comes before it or fails`() async throws {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2030-01-01")
            try await ledger.receive(1_000, of: "MILK", lot: "L1")
            let body = #"{"warehouse":"LDN","lines":[{"sku":"MILK","quantity":"1"}]}"#
            let (accepted, held) = try await withThrowingTaskGroup { group in
                for _ in 0..<60 {
                    group.addTask {
                        await ledger.ask("createReservation", body).status == 201 ? 1 : 0
                    }
                }
                async let held = ledger.changeLot(lot, "held")
                let accepted = try await group.reduce(into: 0) { $0 += $1 }
                return (accepted, try await held)
            }
            guard case .array(let warehouses)? = held["warehouses"] else {
                Issue.record("no warehouses")
                return
            }
            #expect(warehouses.map { $0["reservations"] } == [.integer(Int64(accepted))])
            #expect(warehouses.map { $0["available"]?.text } == ["\(-accepted)"])
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `what is withheld is what lots that are not released have`(seed: UInt64) async throws {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2030-01-01")
            try await ledger.receive(500, of: "MILK", lot: "L1")
            for number in 0..<6 {
                _ = try await ledger.succeed(
                    "createLocation",
                    #"{"code":"W\#(number)","name":"W","kind":"warehouse"}"#
                )
            }
            try await withThrowingTaskGroup { group in
                // Each warehouse sees the lot for the first time while its status changes.
                for number in 0..<6 {
                    group.addTask {
                        for _ in 0..<8 {
                            _ = try await ledger.succeed(
                                "postTransfer",
                                """
                                {"from":"LDN","to":"W\(number)",
                                "lines":[{"sku":"MILK","quantity":"1","lot":"L1"}]}
                                """
                            )
                        }
                    }
                }
                group.addTask {
                    var generator = SeededGenerator(seed: seed)
                    for _ in 0..<12 {
                        let status = ["held", "released", "recalled", "quarantined"]
                            .randomElement(using: &generator)
                        // The status that it has already is refused.
                        _ = try? await ledger.changeLot(lot, status ?? "held")
                    }
                    _ = try? await ledger.changeLot(lot, "held")
                }
                try await group.waitForAll()
            }
            #expect(try await ledger.warehousesInDoubt() == 0)
            let stock = try await ledger.succeed("getStock", path: ["sku": "MILK"])
            #expect(stock["onHand"]?.text == "500")
            #expect(stock["withheld"]?.text == "500")
        }
    }
}
