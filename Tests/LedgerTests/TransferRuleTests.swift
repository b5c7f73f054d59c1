import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

@Suite(.requiresPostgres)
struct TransferRuleTests {
    @Test func `units keep their numbers on the road`() async throws {
        try await LedgerBench.withOrder { ledger, _, _ in
            try await ledger.variant("PHONE", tracking: .serial)
            _ = try await ledger.succeed(
                "postReceipt",
                #"{"location":"LDN","lines":[{"sku":"PHONE","quantity":"2","serials":["A","B"]}]}"#
            )
            let order = try await ledger.order(2, of: "PHONE")
            _ = try await ledger.succeed(
                "dispatchTransferOrder",
                #"{"lines":[{"line":1,"quantity":"2","serials":["A","B"]}]}"#,
                path: order
            )
            let come = try await ledger.succeed(
                "receiveTransferOrder",
                #"{"lines":[{"line":1,"quantity":"1","serials":["B"]}]}"#,
                path: order
            )
            let load = come["transferOrder"]?["lines"]?.elements.first?["load"]?.elements ?? []
            #expect(load.map { $0["serial"]?.text } == ["A"])
            let read = try await ledger.succeed("getTransferOrder", path: order)
            #expect(read["lines"] == come["transferOrder"]?["lines"])
        }
    }

    @Test func `who works at one end sees the order and cannot do the work of the other`()
        async throws
    {
        try await LedgerBench.withOrder { ledger, order, leeds in
            func worker(at warehouse: ID<Location>) -> Principal {
                Principal(
                    id: UUID(),
                    kind: .user,
                    name: "worker",
                    permissions: [.stockTransfer, .stockRead, .stockAdjust],
                    warehouses: [warehouse]
                )
            }
            let (here, there) = (worker(at: ledger.warehouse), worker(at: leeds))
            func status(_ operation: String, _ principal: Principal) async -> Int {
                let body = operation == "reportTransferLoss" ? #"{"reason":"lost"}"# : "{}"
                return await ledger.ask(operation, body, path: order, as: principal).status
            }
            #expect(await status("dispatchTransferOrder", there) == 403)
            #expect(await status("dispatchTransferOrder", here) == 200)
            #expect(await status("receiveTransferOrder", here) == 403)
            #expect(await status("reportTransferLoss", here) == 403)
            for principal in [here, there] {
                #expect(await status("getTransferOrder", principal) == 200)
                let list = await ledger.ask("listTransferOrders", as: principal)
                let page = try MessageCoding.decode(JSONValue.self, from: list.body)
                #expect(page.items.count == 1)
            }
            #expect(await status("getTransferOrder", worker(at: .make())) == 404)
            // What comes to their warehouse is seen by those who do not see the road.
            let seen = await ledger.ask("getStock", path: ["sku": "MUG"], as: there)
            let stock = try MessageCoding.decode(JSONValue.self, from: seen.body)
            #expect(stock["inTransit"]?.text == "8")
            #expect(await status("receiveTransferOrder", there) == 200)
        }
    }

    @Test func `orders are found by state, warehouse, article and document`() async throws {
        try await LedgerBench.withOrder { ledger, order, _ in
            try await ledger.variant("CUP")
            _ = try await ledger.succeed(
                "createTransferOrder",
                """
                {"from":"LEEDS","to":"LDN-1","reference":{"source":"erp","document":"T-1"},
                "lines":[{"sku":"CUP","quantity":"1","to":"LDN"}]}
                """
            )
            let again = await ledger.ask(
                "createTransferOrder",
                """
                {"from":"LEEDS","to":"LDN","reference":{"source":"erp","document":"T-1"},
                "lines":[{"sku":"CUP","quantity":"1"}]}
                """
            )
            #expect(again.status == 409)
            for (filter, count) in [
                (["from": "LDN"], 1), (["to": "LDN"], 1), (["sku": "MUG"], 1),
                (["source": "erp", "document": "T-1"], 1), (["state": "open"], 2),
                (["state": "in-transit"], 0),
            ] as [([String: String], Int)] {
                #expect(
                    try await ledger.items("listTransferOrders", filter, limit: 1).count == count
                )
            }
        }
    }

    @Test func `the database takes no more in than left`() async throws {
        try await LedgerBench.withOrder { ledger, order, _ in
            _ = try await ledger.succeed("dispatchTransferOrder", "{}", path: order)
            for column in ["received", "lost", "cancelled"] {
                await #expect(throws: PostgresError.self) {
                    try await ledger.rows(
                        SQL(verbatim: "UPDATE transfer_line SET \(column) = ordered + 1")
                    )
                }
            }
        }
    }

    @Test func `goods on the road move by their order alone`() async throws {
        try await LedgerBench.withOrder { ledger, order, _ in
            _ = try await ledger.succeed("dispatchTransferOrder", "{}", path: order)
            let taken = await ledger.ask(
                "postTransfer",
                #"{"from":"transit","to":"LEEDS","lines":[{"sku":"MUG","quantity":"1"}]}"#
            )
            let problem = try MessageCoding.decode(Problem.self, from: taken.body)
            #expect(problem.errors.map(\.pointer) == ["/from"])
        }
    }
}
