import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What a figure is made of adds up to it.
@Suite(.requiresPostgres)
struct ExplainTests {
    private static let fields = ExplainedField.allCases.filter { !$0.isOfCosts }

    /// Runs `body` with goods that moved, are promised, held and on the road, over two warehouses.
    private func withStock(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            for code in ["PAR", "ROM"] {
                _ = try await ledger.succeed(
                    "createLocation",
                    #"{"code":"\#(code)","name":"\#(code)","kind":"warehouse"}"#
                )
            }
            try await ledger.lot("L1", of: "MILK", expires: "2031-01-01")
            let other = try await ledger.lot("L2", of: "MILK", expires: "2031-02-01")
            try await ledger.receive(20, of: "MILK", lot: "L1", at: "LDN-1")
            try await ledger.receive(5, of: "MILK", lot: "L2", at: "LDN-1")
            try await ledger.receive(7, of: "MILK", lot: "L1", at: "PAR")
            _ = try await ledger.succeed(
                "postTransfer",
                #"{"from":"LDN-1","to":"PAR","lines":[{"sku":"MILK","quantity":"2.5","lot":"L2"}]}"#
            )
            _ = try await ledger.succeed(
                "postSale",
                #"{"location":"LDN-1","lines":[{"sku":"MILK","quantity":"1.25","lot":"L1"}]}"#
            )
            _ = try await ledger.changeLot(other, "held")
            for quantity in ["3", "0.5"] {
                _ = try await ledger.succeed(
                    "createReservation",
                    """
                    {"warehouse":"LDN","reference":{"source":"shop","document":"O-\(quantity)"},
                    "lines":[{"sku":"MILK","quantity":"\(quantity)"}]}
                    """
                )
            }
            let order = try await ledger.succeed(
                "createTransferOrder",
                """
                {"from":"LDN-1","to":"ROM","lines":[{"sku":"MILK","quantity":"4","lot":"L1"}]}
                """
            )
            _ = try await ledger.succeed(
                "dispatchTransferOrder",
                "{}",
                path: ["transferOrderId": try #require(order["id"]?.text)]
            )
            try await body(ledger)
        }
    }

    @Test func `terms add up to each figure, in one warehouse and in all`() async throws {
        try await self.withStock { ledger in
            let expected: [ExplainedField: String] = [
                .onHand: "26.75", .reserved: "3.5", .withheld: "5", .available: "18.25",
                .inTransit: "4",
            ]
            for field in Self.fields {
                let all = try await ledger.explain("MILK", field)
                #expect(all["value"]?.text == expected[field], "\(field)")
                #expect(try ledger.sum(of: all) == all["value"]?.text, "\(field)")
                for warehouse in ["LDN", "PAR", "ROM"] {
                    let one = try await ledger.explain("MILK", field, in: warehouse)
                    #expect(try ledger.sum(of: one) == one["value"]?.text, "\(field) \(warehouse)")
                }
            }
        }
    }

    @Test func `terms say who holds what`() async throws {
        try await self.withStock { ledger in
            let terms = try await ledger.explain("MILK", .available, in: "LDN")["terms"]?.elements
            let kinds = Set((terms ?? []).map { $0["kind"]?.text })
            #expect(kinds == ["movements", "reservation", "lot"])
            let holders = (terms ?? []).compactMap { $0["reference"]?["document"]?.text }
            #expect(Set(holders) == ["O-3", "O-0.5"])
            let lots = (terms ?? []).compactMap { $0["lot"]?["code"]?.text }
            #expect(lots == ["L2"])
            let moved = (terms ?? []).compactMap { $0["entryKind"]?.text }
            #expect(Set(moved) == ["receive", "sale", "transfer"])
        }
    }

    @Test func `a figure that does not follow from its terms shows`() async throws {
        try await self.withStock { ledger in
            try await ledger.tamper("UPDATE ledger.availability SET on_hand = on_hand + 10000")
            let explained = try await ledger.explain("MILK", .onHand, in: "PAR")
            #expect(explained["value"]?.text == "10.5")
            #expect(try ledger.sum(of: explained) == "9.5")
        }
    }

    @Test func `a value is for those who may read costs, and in the warehouses where they may`()
        async throws
    {
        try await self.withStock { ledger in
            _ = try await ledger.succeed(
                "postReceipt",
                """
                {"location":"LDN","lines":[{"sku":"MILK","quantity":"3","lot":"L1",
                "unitCost":{"amount":"1.5","currency":"EUR"}}]}
                """
            )
            try await ledger.cost()
            let query = ["field": "value"]
            func value(
                _ permissions: Set<Permission>,
                _ warehouse: ID<Location>
            ) async throws
                -> (status: Int, value: String?)
            {
                let principal = Principal(
                    id: UUID(),
                    kind: .apiKey,
                    name: "shop",
                    permissions: permissions,
                    warehouses: [warehouse]
                )
                let response = await ledger.ask(
                    "explainStock",
                    path: ["sku": "MILK"],
                    query: query,
                    as: principal
                )
                let body = try MessageCoding.decode(JSONValue.self, from: response.body)
                return (response.status, body["value"]?.text)
            }
            #expect(try await value([.stockRead], ledger.warehouse).status == 403)
            let own = try await value([.stockRead, .costRead], ledger.warehouse)
            #expect(own.status == 200)
            #expect(own.value != "0")
            #expect(try await value([.stockRead, .costRead], .make()).value == "0")
        }
    }

    @Test func `an unknown SKU and an unknown figure are refused by name`() async throws {
        try await self.withStock { ledger in
            #expect(await ledger.ask("explainStock", path: ["sku": "NONE"]).status == 404)
            let answer = await ledger.ask(
                "explainStock",
                path: ["sku": "MILK"],
                query: ["field": "weight"]
            )
            #expect(answer.status == 422)
        }
    }
}

extension LedgerBench {
    /// What a figure is made of.
    func explain(
        _ sku: String,
        _ field: ExplainedField,
        in warehouse: String? = nil
    ) async throws -> JSONValue {
        var query = ["field": field.rawValue]
        if let warehouse { query["warehouse"] = warehouse }
        return try await self.succeed("explainStock", path: ["sku": sku], query: query)
    }

    /// What the terms of an explanation come to.
    func sum(of explanation: JSONValue) throws -> String {
        let terms = explanation["terms"]?.elements ?? []
        let quantities = try terms.map { try #require($0["quantity"]?.text) }
        return try quantities.map { try #require(Quantity($0)) }
            .reduce(Quantity.zero) { $0.addingClamped($1) }.description
    }
}
