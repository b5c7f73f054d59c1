import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Corrections above a limit, from the proposal to the entry.
@Suite(.requiresPostgres)
struct ApprovalFlowTests {
    private let ann = LedgerBench.person("ann")
    private let bob = LedgerBench.person("bob")

    /// Runs `body` with 100 nuts of which one may correct 10.
    private func withRule(_ body: @Sendable (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(100, of: "NUT")
            try await ledger.rule(#""maximumQuantity":"10""#)
            try await body(ledger)
        }
    }

    @Test func `the last rule is in force, and all are kept`() async throws {
        try await self.withRule { ledger in
            let large = LedgerBench.correction(-20, of: "NUT")
            #expect(try await ledger.refusal("postAdjustment", large) == "approval-required")
            let small = LedgerBench.correction(-10, of: "NUT")
            #expect(try await ledger.refusal("postAdjustment", small) == nil)
            try await ledger.rule(#""maximumQuantity":"20","kinds":["adjust"]"#)
            #expect(try await ledger.refusal("postAdjustment", large) == nil)
            try await ledger.rule("")
            let huge = LedgerBench.correction(-60, of: "NUT")
            #expect(try await ledger.refusal("postAdjustment", huge) == nil)
            let rules = try await ledger.items("listApprovalRules", [:], limit: 2)
            #expect(rules.map { $0["maximumQuantity"]?.text } == [nil, "20", "10"])
            #expect(rules.map { $0["kinds"]?.elements.count } == [2, 1, 2])
        }
    }

    @Test func `a rule that says nothing right is refused`() async throws {
        try await LedgerBench.with { ledger in
            for members in [
                #""kinds":[]"#, #""kinds":["sale"]"#, #""maximumQuantity":"-1""#,
                #""maximumValue":{"amount":"-1","currency":"USD"}"#,
                #""maximumValue":{"amount":"1","currency":"QQQ"}"#,
            ] {
                let body = #"{\#(members),"reason":"Audit"}"#
                let refusal = try await ledger.refusal("createApprovalRule", body)
                #expect(refusal == "validation-failed", "\(members)")
            }
            let manager = try await ledger.refusal(
                "createApprovalRule",
                #"{"reason":"Audit"}"#,
                as: self.ann
            )
            #expect(manager == "forbidden")
            #expect(try await ledger.items("listApprovalRules", [:], limit: 9).isEmpty)
        }
    }

    @Test func `what is approved is posted together with the approval`() async throws {
        try await self.withRule { ledger in
            let path = try await ledger.propose(-40, of: "NUT", as: self.ann)
            #expect(try await ledger.onHand("NUT") == 100)
            let approved = try LedgerBench.document(
                await ledger.ask("approveProposal", #"{"note":"Seen"}"#, path: path, as: self.bob)
            )
            #expect(approved["state"]?.text == "approved")
            #expect(approved["decider"]?["name"]?.text == "bob")
            #expect(approved["proposer"]?["name"]?.text == "ann")
            #expect(try await ledger.onHand("NUT") == 60)
            let entry = try #require(approved["postedEntryId"]?.text)
            let posted = try await ledger.succeed("getEntry", path: ["entryId": entry])
            #expect(posted["actor"]?["name"]?.text == "ann")
            let list = try await ledger.items("listEntries", ["kind": "approve"], limit: 5)
            #expect(list.map { $0["approvedEntryId"]?.text } == [entry])
            #expect(list.map { $0["authority"]?.text } == ["entry.approve"])
            #expect(list.map { $0["actor"]?["name"]?.text } == ["bob"])
            #expect(list.map { $0["recordedAt"] } == [posted["recordedAt"]])
            let read = try await ledger.succeed("getProposal", path: path)
            #expect(read == approved)
            let facts = try await ledger.facts(ProposalChanged.self)
            #expect(facts.map(\.state) == [.pending, .approved])
            #expect(facts.map(\.note) == ["Please", "Seen"])
            #expect(facts.last?.entryId?.description == entry)
            // What moves nothing is told by the proposal alone.
            let told = try await ledger.facts(EntriesPosted.self).flatMap(\.entries)
            #expect(told.allSatisfy { !$0.movements.isEmpty })
        }
    }

    @Test func `a repeated approval has one effect`() async throws {
        try await self.withRule { ledger in
            let path = try await ledger.propose(-40, of: "NUT", as: self.ann)
            let id = ID<Entry>.make().rawValue
            let first = await ledger.ask(
                "approveProposal",
                "{}",
                path: path,
                as: self.bob,
                messageID: id
            )
            let again = await ledger.ask(
                "approveProposal",
                "{}",
                path: path,
                as: self.bob,
                messageID: id
            )
            #expect(first.status == 200)
            #expect(again.body == first.body)
            let another = try await ledger.refusal(
                "approveProposal",
                "{}",
                path: path,
                as: self.bob
            )
            #expect(another == "wrong-state")
            #expect(try await ledger.onHand("NUT") == 60)
        }
    }

    @Test func `nobody approves their own, and who may not approve does not`() async throws {
        try await self.withRule { ledger in
            let path = try await ledger.propose(-40, of: "NUT", as: self.ann)
            let own = try await ledger.refusal("approveProposal", "{}", path: path, as: self.ann)
            #expect(own == "own-proposal")
            let program = Principal(
                id: UUID(),
                kind: .apiKey,
                name: "robot",
                permissions: Role.admin.permissions
            )
            let robot = try await ledger.refusal("approveProposal", "{}", path: path, as: program)
            #expect(robot == "forbidden")
            let elsewhere = Principal(
                id: UUID(),
                kind: .user,
                name: "eve",
                permissions: [.entryApprove],
                warehouses: [.make()]
            )
            let eve = try await ledger.refusal("approveProposal", "{}", path: path, as: elsewhere)
            #expect(eve == "not-found")
            #expect(try await ledger.onHand("NUT") == 100)
        }
    }

    @Test func `it is decided by the stock of now, and stays pending where that is gone`()
        async throws
    {
        try await self.withRule { ledger in
            let path = try await ledger.propose(-40, of: "NUT", as: self.ann)
            _ = try await ledger.succeed("postSale", LedgerBench.sale(70, of: "NUT"))
            let short = try await ledger.refusal("approveProposal", "{}", path: path, as: self.bob)
            #expect(short == "insufficient-stock")
            let pending = try await ledger.items("listProposals", ["state": "pending"], limit: 5)
            #expect(pending.count == 1)
            try await ledger.receive(10, of: "NUT")
            let then = try await ledger.refusal("approveProposal", "{}", path: path, as: self.bob)
            #expect(then == nil)
            #expect(try await ledger.onHand("NUT") == 0)
        }
    }

    @Test func `what is declined or expired is over`() async throws {
        try await self.withRule { ledger in
            let declined = try await ledger.propose(-40, of: "NUT", as: self.ann)
            let answer = try await ledger.succeed(
                "declineProposal",
                #"{"note":"No"}"#,
                path: declined
            )
            #expect(answer["state"]?.text == "declined")
            let again = try await ledger.refusal("declineProposal", "{}", path: declined)
            #expect(again == "wrong-state")
            let expired = try await ledger.propose(-40, of: "NUT", as: self.ann)
            try await ledger.tamper("UPDATE ledger.proposal SET expires_at = now()")
            let late = try await ledger.refusal("approveProposal", "{}", path: expired)
            #expect(late == "wrong-state")
            let expirer = ProposalExpirer(database: ledger.database.pool)
            #expect(try await expirer.expire() == 1)
            #expect(try await expirer.expire() == 0)
            let read = try await ledger.succeed("getProposal", path: expired)
            #expect(read["state"]?.text == "expired")
            let facts = try await ledger.facts(ProposalChanged.self)
            #expect(facts.map(\.state) == [.pending, .declined, .pending, .expired])
            #expect(try await ledger.onHand("NUT") == 100)
        }
    }

    @Test func `an undone correction is proposed like any other`() async throws {
        try await self.withRule { ledger in
            try await ledger.rule("")
            let lost = try await ledger.succeed(
                "postAdjustment",
                LedgerBench.correction(-40, of: "NUT")
            )
            let entry = try #require(lost["id"]?.text)
            try await ledger.rule(#""maximumQuantity":"10""#)
            let undo = #"{"reason":"data-correction"}"#
            let refusal = try await ledger.refusal(
                "reverseEntry",
                undo,
                path: ["entryId": entry]
            )
            #expect(refusal == "approval-required")
            let batch = #"""
                {"mode":"atomic","items":[
                {"operation":"reverseEntry","entryId":"\#(entry)","body":\#(undo)}]}
                """#
            #expect(try await ledger.refusal("postBatch", batch) == "approval-required")
            let exact = #"{"reason":"data-correction","lines":[{"line":1,"quantity":"40"}]}"#
            let proposal = try await ledger.succeed(
                "createProposal",
                #"{"operation":"reverseEntry","entryId":"\#(entry)","body":\#(exact)}"#
            )
            let path = ["proposalId": try #require(proposal["id"]?.text)]
            #expect(
                try await ledger.refusal("approveProposal", "{}", path: path, as: self.bob) == nil
            )
            #expect(try await ledger.onHand("NUT") == 100)
        }
    }

    @Test func `a proposal that could never be posted is refused at once`() async throws {
        try await self.withRule { ledger in
            let nowhere = LedgerBench.correction(1, of: "NUT").replacing("LDN", with: "NOWHERE")
            let missing = ID<Entry>.make()
            let drafts: [(body: String, code: String)] = [
                (#"{"operation":"postAdjustment","body":{"location":"LDN"}}"#, "validation-failed"),
                (#"{"operation":"postAdjustment","body":\#(nowhere)}"#, "unknown-location"),
                (#"{"operation":"reverseEntry","body":{"reason":"other"}}"#, "validation-failed"),
                (
                    """
                    {"operation":"reverseEntry","entryId":"\(missing)",
                    "body":{"reason":"other","lines":[{"line":1,"quantity":"1"}]}}
                    """,
                    "not-found"
                ),
            ]
            for draft in drafts {
                let refusal = try await ledger.refusal("createProposal", draft.body)
                #expect(refusal == draft.code, "\(draft.body)")
            }
            #expect(try await ledger.items("listProposals", [:], limit: 5).isEmpty)
        }
    }
}
