import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What is on hand is explained of any place and lot, as lists of stock are asked for them.
@Suite(.requiresPostgres)
struct ExplainPlaceTests {
    /// Ham of two lots in a warehouse, in its bin, on a pallet there, and on a carton on that.
    private func withHam(
        _ body: (LedgerBench, _ pallet: [String: String]) async throws -> Void
    ) async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            try await ledger.lot("L2", of: "HAM", expires: "2099-02-01")
            for (quantity, lot, place) in [
                (100, "L1", "LDN"), (50, "L1", "LDN-1"), (20, "L2", "LDN-1"), (7, "L1", "P1"),
                (3, "L2", "C1"), (11, "L1", "LEEDS"),
            ] as [(Quantity, String, String)] {
                try await ledger.receive(quantity, of: "HAM", lot: lot, at: place)
            }
            _ = try await ledger.succeed(
                "postTransfer",
                #"{"from":"LDN","to":"LDN-1","lines":[{"sku":"HAM","quantity":"9","lot":"L1"}]}"#
            )
            try await body(ledger, pallet)
        }
    }

    @Test func `a place has its own goods, and a tree those of all that is below`() async throws {
        try await self.withHam { ledger, _ in
            for (query, value) in [
                (["location": "LDN"], "91"), (["location": "LDN-1"], "79"),
                (["location": "P1"], "7"), (["locationTree": "P1"], "10"),
                (["locationTree": "LDN-1"], "89"), (["locationTree": "LDN"], "180"),
                (["locationTree": "LDN-1", "lot": "L2"], "23"), (["lot": "L1"], "168"),
                (["location": "LDN-1", "lot": "L1"], "59"),
                (["location": "LDN-1", "warehouse": "LEEDS"], "0"), (["location": "transit"], "0"),
            ] {
                let told = try await ledger.explain("HAM", .onHand, query)
                #expect(told["value"]?.text == value, "\(query)")
                #expect(try ledger.sum(of: told) == value, "\(query)")
            }
        }
    }

    @Test func `a movement counts once, also where it stays in a warehouse`() async throws {
        try await self.withHam { ledger, _ in
            _ = try await ledger.succeed(
                "postTransfer",
                #"{"from":"LDN","to":"LEEDS","lines":[{"sku":"HAM","quantity":"4","lot":"L1"}]}"#
            )
            func term(_ kind: String, _ query: [String: String]) async throws -> [JSONValue?] {
                let told = try await ledger.explain("HAM", .onHand, query)
                let term = told["terms"]?.elements.first { $0["entryKind"]?.text == kind }
                return [term?["quantity"], term?["count"]]
            }
            let bin = try await term("transfer", ["location": "LDN-1"])
            #expect(bin == [.string("9"), .integer(1)])
            let warehouse = ["warehouse": "LDN"]
            #expect(try await term("transfer", warehouse) == [.string("-4"), .integer(2)])
            #expect(try await term("receive", warehouse) == [.string("180"), .integer(5)])
        }
    }

    @Test func `goods of a bin are those that stood there then, with the pallets of then`()
        async throws
    {
        try await self.withHam { ledger, pallet in
            try await ledger.horizonPassed()
            let before = Timestamp.now
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LDN"}"#, path: pallet)
            let tree = ["locationTree": "LDN-1"]
            #expect(try await ledger.explain("HAM", .onHand, tree)["value"]?.text == "79")
            for clock in ["asOf", "knownAt"] {
                let query = tree.merging([clock: "\(before)"]) { $1 }
                let then = try await ledger.explain("HAM", .onHand, query)
                #expect(then["value"]?.text == "89", "\(clock)")
                #expect(try ledger.sum(of: then) == "89", "\(clock)")
            }
        }
    }

    @Test func `a figure that is not known of a place or a lot is refused by name`() async throws {
        try await self.withHam { ledger, _ in
            let refused: [(ExplainedField, [String: String], String)] = [
                (.available, ["location": "LDN-1"], "/query/location field"),
                (.reserved, ["location": "LDN"], "/query/location field"),
                (.withheld, ["lot": "L1"], "/query/lot field"),
                (.value, ["location": "NONE"], "/query/location unknown-location"),
                (.value, ["lot": "L1"], "/query/lot field"),
                (.unitCost, ["lot": "L1"], "/query/lot field"),
                (.inTransit, ["location": "transit"], "/query/location field"),
                (.available, ["locationTree": "LDN-1"], "/query/locationTree warehouse"),
                (.reserved, ["locationTree": "P1"], "/query/locationTree warehouse"),
                (.onHand, ["location": "NONE"], "/query/location unknown-location"),
                (.onHand, ["locationTree": "NONE"], "/query/locationTree unknown-location"),
                (.onHand, ["lot": "L3"], "/query/lot unknown-lot"),
                (.onHand, ["asOf": "yesterday"], "/query/asOf date-time"),
            ]
            for (field, query, rule) in refused {
                #expect(
                    try await ledger.refusedFigure("HAM", field, query) == rule,
                    "\(field) \(query)"
                )
            }
            for field in ExplainedField.allCases {
                // Whole warehouses are known of everything.
                _ = try await ledger.explain("HAM", field, ["locationTree": "LDN"])
            }
        }
    }

    @Test func `nobody is told of a place that he may not read`() async throws {
        try await self.withHam { ledger, _ in
            let reader = Principal(
                id: UUID(),
                kind: .apiKey,
                name: "shop",
                permissions: [.stockRead],
                warehouses: [ledger.warehouse]
            )
            for (place, value) in [("LDN-1", "79"), ("LEEDS", "0")] {
                let answer = await ledger.ask(
                    "explainStock",
                    path: ["sku": "HAM"],
                    query: ["field": "on-hand", "location": place],
                    as: reader
                )
                let told = try MessageCoding.decode(JSONValue.self, from: answer.body)
                #expect(told["value"]?.text == value)
                #expect(try ledger.sum(of: told) == value)
            }
        }
    }
}

extension LedgerBench {
    /// What a figure is made of, by the parameters of the operation.
    func explain(
        _ sku: String,
        _ field: ExplainedField,
        _ query: [String: String]
    ) async throws -> JSONValue {
        try await self.succeed(
            "explainStock",
            path: ["sku": sku],
            query: query.merging(["field": field.rawValue]) { $1 }
        )
    }

    /// What is wrong with a question, and by which rule; `nil` where it is answered.
    func refusedFigure(
        _ sku: String,
        _ field: ExplainedField,
        _ query: [String: String]
    ) async throws -> String? {
        let answer = await self.ask(
            "explainStock",
            path: ["sku": sku],
            query: query.merging(["field": field.rawValue]) { $1 }
        )
        guard answer.status != 200 else { return nil }
        #expect(answer.status == 422)
        let problem = try MessageCoding.decode(Problem.self, from: answer.body)
        return problem.errors.map { "\($0.pointer) \($0.rule)" }.joined(separator: ", ")
    }
}
