import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Levels that are set among other commands, only tried, or approved by somebody else.
@Suite(.requiresPostgres)
struct LevelDecisionTests {
    private let ann = LedgerBench.person("ann")
    private let bob = LedgerBench.person("bob")

    private func withNuts(
        _ quantity: Quantity,
        _ body: @Sendable (LedgerBench) async throws -> Void
    ) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(quantity, of: "NUT")
            try await body(ledger)
        }
    }

    private static func set(to level: Quantity, expecting expected: Quantity?) -> String {
        LedgerBench.adjustment(LedgerBench.level(level, expecting: expected, of: "NUT"))
    }

    private static func batch(_ mode: String, _ bodies: String...) -> String {
        let items = bodies.map { ClientBatchTests.item("postAdjustment", $0) }
        return #"{"mode":"\#(mode)","items":[\#(items.joined(separator: ","))]}"#
    }

    @Test func `a later item of a batch expects what the earlier ones left`() async throws {
        try await self.withNuts(10) { ledger in
            let first = Self.set(to: 12, expecting: 10)
            let stale = Self.batch("atomic", first, Self.set(to: 15, expecting: 10))
            let before = try await ledger.written()
            let problem = try await ledger.problem("postBatch", stale)
            #expect(problem.knownCode == .quantityChanged)
            #expect(problem.errors.map(\.pointer) == ["/items/1/body/lines/0/expectedQuantity"])
            #expect(problem.extensions["item"] == 1)
            #expect(problem.extensions["actual"] == "12")
            #expect(try await ledger.written() == before)
            let right = await ledger.ask(
                "postBatch",
                Self.batch("atomic", first, Self.set(to: 15, expecting: 12))
            )
            #expect(try ClientBatchTests.statuses(right) == [201, 201])
            let each = await ledger.ask(
                "postBatch",
                Self.batch(
                    "independent",
                    Self.set(to: 1, expecting: 10),
                    Self.set(to: 20, expecting: 15),
                    Self.set(to: 20, expecting: nil),
                    Self.set(to: 4, expecting: nil)
                )
            )
            #expect(try ClientBatchTests.statuses(each) == [409, 201, 422, 201])
            #expect(try await ledger.onHand("NUT") == 4)
        }
    }

    @Test func `a dry run says what would move, and leaves the level`() async throws {
        try await self.withNuts(10) { ledger in
            let before = try await ledger.written()
            let tried = try await ledger.succeed(
                "postAdjustment",
                Self.set(to: 12, expecting: 10),
                query: ["dryRun": "true"]
            )
            #expect(tried["movements"]?.elements.map { $0["quantity"]?.text } == ["2"])
            let problem = try await ledger.problem(
                "postAdjustment",
                Self.set(to: 12, expecting: 11),
                query: ["dryRun": "true"]
            )
            #expect(problem.knownCode == .quantityChanged)
            #expect(try await ledger.written() == before)
            let batch = await ledger.ask(
                "postBatch",
                Self.batch(
                    "independent",
                    Self.set(to: 12, expecting: 10),
                    Self.set(to: 13, expecting: 12)
                ),
                query: ["dryRun": "true"]
            )
            #expect(try ClientBatchTests.statuses(batch) == [200, 200])
            #expect(try await ledger.written() == before)
        }
    }

    @Test func `the difference is what needs an approval`() async throws {
        try await self.withNuts(100) { ledger in
            try await ledger.rule(#""maximumQuantity":"10""#)
            for expected in [100, nil] as [Quantity?] {
                let large = Self.set(to: 89, expecting: expected)
                let refusal = try await ledger.refusal("postAdjustment", large, as: self.ann)
                #expect(refusal == "approval-required")
            }
            let wrong = Self.set(to: 5, expecting: 99)
            let refusal = try await ledger.refusal("postAdjustment", wrong, as: self.ann)
            #expect(refusal == "quantity-changed")
            let small = Self.set(to: 90, expecting: 100)
            #expect(try await ledger.refusal("postAdjustment", small, as: self.ann) == nil)
            #expect(try await ledger.onHand("NUT") == 90)
        }
    }

    @Test func `what was expected is compared again when it is approved`() async throws {
        try await self.withNuts(100) { ledger in
            try await ledger.rule(#""maximumQuantity":"10""#)
            let body = Self.set(to: 60, expecting: 100)
            let answer = await ledger.ask(
                "createProposal",
                #"{"operation":"postAdjustment","body":\#(body)}"#,
                as: self.ann
            )
            let proposal = try LedgerBench.document(answer)
            let path = ["proposalId": try #require(proposal["id"]?.text)]
            _ = try await ledger.succeed("postSale", LedgerBench.sale(5, of: "NUT"))
            let problem = try await ledger.problem(
                "approveProposal",
                "{}",
                path: path,
                as: self.bob
            )
            #expect(problem.knownCode == .quantityChanged)
            #expect(problem.extensions["expected"] == "100")
            #expect(problem.extensions["actual"] == "95")
            #expect(try await ledger.onHand("NUT") == 95)
            let pending = try await ledger.succeed("getProposal", path: path)
            #expect(pending["state"]?.text == "pending")
            try await ledger.receive(5, of: "NUT")
            let then = try await ledger.refusal("approveProposal", "{}", path: path, as: self.bob)
            #expect(then == nil)
            #expect(try await ledger.onHand("NUT") == 60)
            let approved = try await ledger.succeed("getProposal", path: path)
            let entry = try #require(approved["postedEntryId"]?.text)
            let posted = try await ledger.succeed("getEntry", path: ["entryId": entry])
            #expect(posted["movements"]?.elements.map { $0["quantity"]?.text } == ["40"])
        }
    }

    @Test func `a proposal says how much`() async throws {
        try await self.withNuts(100) { ledger in
            for (body, pointer, rule) in [
                (
                    Self.set(to: 60, expecting: nil), "/body/lines/0/expectedQuantity", "required"
                ),
                (
                    LedgerBench.adjustment(#"{"sku":"NUT","setTo":"60"}"#),
                    "/body/lines/0/expectedQuantity", "required"
                ),
                (
                    LedgerBench.adjustment(
                        LedgerBench.level(60, expecting: 100, of: "NUT"),
                        members: #","effectiveAt":"2026-01-01T00:00:00Z""#
                    ),
                    "/body/effectiveAt", "absent"
                ),
            ] {
                let problem = try await ledger.problem(
                    "createProposal",
                    #"{"operation":"postAdjustment","body":\#(body)}"#
                )
                #expect(problem.errors.map(\.pointer) == [pointer])
                #expect(problem.errors.map(\.rule) == [rule])
            }
            #expect(try await ledger.items("listProposals", [:], limit: 5).isEmpty)
        }
    }
}
