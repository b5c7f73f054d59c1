import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Goods are put on a unit and picked from it while it goes elsewhere, is emptied and leaves.
@Suite(.requiresPostgres)
struct HandlingUnitRaceTests {
    /// Something that is asked of the ledger.
    private struct Request: Sendable {
        let operation: String
        let body: String
        let path: [String: String]

        init(_ operation: String, _ body: String, path: [String: String] = [:]) {
            self.operation = operation
            self.body = body
            self.path = path
        }
    }

    /// Asks for everything at the same time, and returns the statuses in any order.
    private static func ask(_ requests: [Request], of ledger: LedgerBench) async -> [Int] {
        await withTaskGroup { group in
            for request in requests {
                group.addTask {
                    await ledger.ask(request.operation, request.body, path: request.path).status
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func `what is packed while the unit travels is on it, wherever it is`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            let statuses = await withTaskGroup { group in
                for number in 0..<60 {
                    let code = number % 2 == 0 ? "P1" : "C1"
                    let body = #"{"location":"\#(code)","lines":[{"sku":"MUG","quantity":"1"}]}"#
                    group.addTask { await ledger.ask("postReceipt", body).status }
                }
                group.addTask {
                    for number in 0..<12 {
                        let target = number % 2 == 0 ? "LEEDS" : "LDN-1"
                        let body = #"{"to":"\#(target)"}"#
                        let status = await ledger.ask("moveHandlingUnit", body, path: pallet).status
                        if status != 200 { return status }
                    }
                    return 200
                }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } == 1)
            #expect(statuses.count { $0 == 201 } == 60)
            let contents = try await ledger.contents(of: pallet)
            #expect(contents == ["30 MUG on P1", "30 MUG on C1"])
            #expect(try await ledger.strayGoods() == 0)
            #expect(try await ledger.misplacedUnits() == 0)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `of goods that are picked while all is unpacked each goes once`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            try await ledger.receive(40, of: "MUG", at: "P1")
            let pick = #"{"from":"P1","to":"LDN","lines":[{"sku":"MUG","quantity":"1"}]}"#
            var requests = Array(repeating: Request("postTransfer", pick), count: 30)
            for index in [5, 15, 25] {
                let unpacking = Request("unpackHandlingUnit", #"{"to":"LEEDS"}"#, path: pallet)
                requests.insert(unpacking, at: index)
            }
            let statuses = await Self.ask(requests, of: ledger)
            #expect(statuses.allSatisfy { [200, 201, 409].contains($0) })
            #expect(statuses.contains(200))
            let picked = statuses.count { $0 == 201 }
            let levels = try await ledger.succeed("listStock", query: ["sku": "MUG"]).items
            let held = levels.compactMap { $0["onHand"]?.text }.filter { $0 != "0" }
            #expect(Set(held) == Set(["\(picked)", "\(40 - picked)"].filter { $0 != "0" }))
            #expect(try await ledger.contents(of: pallet) == [])
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `what is packed while the unit leaves is shipped or refused`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            try await ledger.receive(1, of: "MUG", at: "P1")
            try await ledger.variant("CUP")
            let packing = (0..<40).map { number in
                let sku = number % 2 == 0 ? "MUG" : "CUP"
                let body = #"{"location":"C1","lines":[{"sku":"\#(sku)","quantity":"1"}]}"#
                return Request("postReceipt", body)
            }
            let shipping = Request("shipHandlingUnit", "{}", path: pallet)
            let statuses = await Self.ask(packing + [shipping], of: ledger)
            #expect(statuses.count { $0 == 200 } == 1)
            #expect(statuses.count { $0 == 201 } + statuses.count { $0 == 422 } == 40)
            #expect(try await ledger.contents(of: pallet) == [])
            let sold = try await ledger.rows(
                """
                SELECT coalesce(sum(quantity) FILTER (WHERE entry.kind = 'sale'), 0)::bigint AS sold,
                    coalesce(sum(quantity) FILTER (WHERE entry.kind = 'receive'), 0)::bigint AS come
                FROM movement JOIN entry ON entry.id = movement.entry
                """
            )[0]
            #expect(
                try sold.decode("sold", as: Quantity.self)
                    == sold.decode("come", as: Quantity.self)
            )
            #expect(try await ledger.strayGoods() == 0)
        }
    }

    @Test func `units that change places at the same time never stand on themselves`()
        async throws
    {
        try await LedgerBench.withPallet { ledger, pallet, carton in
            let third = try await ledger.unit("T1", in: "LEEDS", type: "tote")
            try await ledger.receive(4, of: "MUG", at: "T1")
            let codes = ["P1", "C1", "T1", "LDN-1", "LEEDS", "LDN"]
            await withTaskGroup { group in
                for (number, unit) in [pallet, carton, third].enumerated() {
                    group.addTask {
                        for step in 0..<10 {
                            let target = codes[(number * 5 + step * (number + 1)) % codes.count]
                            let body = #"{"to":"\#(target)"}"#
                            let answer = await ledger.ask(
                                "moveHandlingUnit",
                                body,
                                path: unit
                            ).status
                            #expect([200, 409, 422].contains(answer), "\(target)")
                        }
                    }
                }
            }
            let contents = try await ledger.contents(of: third)
            #expect(contents.map { $0.prefix(11) } == ["4 MUG on T1"])
            #expect(try await ledger.strayGoods() == 0)
            #expect(try await ledger.misplacedUnits() == 0)
            #expect(try await ledger.audit() == [])
        }
    }
}
