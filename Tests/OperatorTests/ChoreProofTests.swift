import FoundationEssentials
import Kernel
import TestSupport
import Testing

@testable import Operator

@Suite struct ChoreProofTests {
    private static let places = ChorePlaces(shop: "SHOP")
    /// Where the proof looks, in this order.
    private static let looks = [
        "SHOP", "SHOP-SHELF", "SHOP-STORE", "SHOP-RACK", "SHOP", "SHOP-STORE",
    ]

    /// What the ledger says is at each look, of one SKU.
    private func gateway(_ onHand: [Int]) -> FakeGateway {
        FakeGateway(
            onHand.map { .json(#"{"items": [{"sku": "A", "onHand": "\#($0)"}]}"#) }
        )
    }

    private func proof(by api: APIClient) -> ChoreProof {
        var book = ChoreBook()
        book.add(5, of: "A", at: "SHOP-STORE")
        book.add(-2, of: "A", at: "SHOP")
        return ChoreProof(
            api: api,
            places: Self.places,
            book: book,
            others: ["SHOP": ["A": 10]],
            elsewhere: ["SHOP-STORE": ["A": 4]],
            ledgerBefore: LedgerMark(drifts: [], block: 0),
            patience: .zero
        )
    }

    @Test func `what chores and tills did is there, and nothing differs`() async throws {
        let gateway = self.gateway([8, 0, 5, 0, 8, 9])
        try await gateway.run { api in
            let found = try await self.proof(by: api).stockDifferences()
            #expect(found.isEmpty)
        }
        let places = gateway.requests.map { request in
            Self.looks.last { request.target.contains("=\($0)&") } ?? request.target
        }
        #expect(places == Self.looks)
    }

    @Test(arguments: [
        ([9, 0, 5, 0, 9, 9], ["SHOP", "all of SHOP"]),
        ([8, 1, 5, 0, 9, 9], ["SHOP-SHELF", "all of SHOP"]),
        ([8, 0, 4, 0, 8, 8], ["SHOP-STORE", "all of SHOP-STORE"]),
        ([8, 0, 5, 2, 8, 11], ["SHOP-RACK", "all of SHOP-STORE"]),
        // On a pallet, or in a place that a chore made.
        ([8, 0, 5, 0, 8, 10], ["all of SHOP-STORE"]),
    ])
    func `a piece that nobody knows of differs`(onHand: [Int], places: [String]) async throws {
        try await self.gateway(onHand).run { api in
            let found = try await self.proof(by: api).stockDifferences()
            #expect(found.map(\.place) == places)
        }
    }
}

@Suite struct ChoreCostTests {
    /// What the ledger says of two pieces in the shop: what they are worth, and the sum of their lines.
    private func differences(worth: String, lines: String) async throws -> [String] {
        var book = ChoreBook()
        book.add(2, of: "A", at: "SHOP")
        book.price("A", at: ChoreMoney.worth)
        let nothing = FakeGateway.Answer.json(#"{"items": []}"#)
        let gateway = FakeGateway([
            .json(#"{"items": [{"sku": "A", "quantity": "2", "value": "\#(worth)"}]}"#),
            .json(#"{"items": [{"sku": "A", "onHand": "2"}]}"#),
            .json(
                """
                {"items": [
                    {"location": "SHOP", "quantity": "2", "value": "\(lines)"},
                    {"location": "ELSEWHERE", "quantity": "7", "value": "70"}
                ]}
                """
            ), nothing, nothing, nothing,
        ])
        let found = Found()
        try await gateway.run { [book] api in
            let proof = ChoreProof(
                api: api,
                places: ChorePlaces(shop: "SHOP"),
                book: book,
                others: [:],
                elsewhere: [:],
                ledgerBefore: LedgerMark(drifts: [], block: 0),
                patience: .zero
            )
            await found.set(try await proof.costDifferences())
        }
        return await found.texts
    }

    private actor Found {
        var texts: [String] = []

        func set(_ texts: [String]) { self.texts = texts }
    }

    @Test func `goods of one price are worth as many times it, and the sum of their lines`()
        async throws
    {
        let found = try await self.differences(worth: "3.90", lines: "3.9")
        #expect(found == [])
    }

    @Test func `another price is told, though the lines come to it`() async throws {
        let found = try await self.differences(worth: "3.91", lines: "3.91")
        #expect(found == ["SHOP A: 2 are worth 3.9, not 3.91"])
    }

    @Test func `a value that is not the sum of its lines is told`() async throws {
        let found = try await self.differences(worth: "3.90", lines: "3.91")
        #expect(found == ["SHOP A: 2 there, 2 costed at 3.9, lines come to 2 at 3.91"])
    }
}

@Suite struct LedgerMarkTests {
    private static func drifts(_ ids: String...) -> FakeGateway.Answer {
        let items = ids.map {
            #"{"id": "\#($0)", "field": "balance", "sku": "A", "expected": "3", "found": "4"}"#
        }
        return .json(#"{"items": [\#(items.joined(separator: ", "))]}"#)
    }

    private static func verified(
        last: Int,
        next: Int? = nil,
        finding: String? = nil
    ) -> FakeGateway.Answer {
        let findings = finding.map { #"{"class": "\#($0)", "sequence": 7, "detail": "So."}"# } ?? ""
        let further = next.map { #", "next": \#($0)"# } ?? ""
        return .json(
            #"{"findings": [\#(findings)], "movements": 10, "lastBlock": \#(last)\#(further)}"#
        )
    }

    @Test func `what was put right before does not count, and what was put right since does`()
        async throws
    {
        let gateway = FakeGateway([
            Self.drifts("old"), Self.verified(last: 40), Self.drifts("new", "old"),
            Self.verified(last: 90),
        ])
        try await gateway.run { api in
            let mark = try await LedgerMark.read(from: api)
            #expect(mark == LedgerMark(drifts: ["old"], block: 40))
            let found = try await mark.findings(in: api)
            #expect(found.texts == ["balance of A was put right: 4, now 3"])
            #expect(found.movements == 10)
        }
    }

    @Test func `everything from the mark on is verified, and what was changed is told`()
        async throws
    {
        let gateway = FakeGateway([
            Self.drifts(), Self.verified(last: 90, next: 72),
            Self.verified(last: 90, finding: "changed"),
        ])
        try await gateway.run { api in
            let found = try await LedgerMark(drifts: [], block: 40).findings(in: api)
            #expect(found.texts == ["movement 7 is changed: So."])
            #expect(found.movements == 20)
        }
        let pages = ["fromBlock=40&blocks=32", "fromBlock=72&blocks=32"]
        let targets = gateway.requests.dropFirst().map(\.target)
        #expect(targets.count == pages.count)
        #expect(zip(targets, pages).allSatisfy { $0.contains($1) }, "\(targets)")
    }
}
