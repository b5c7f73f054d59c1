import Contracts
import FoundationEssentials
import Kernel
import Messaging
import TestSupport
import Testing

@testable import Ledger

/// Whose proposals and corrections are whose, and who is told what.
@Suite(.requiresPostgres)
struct ApprovalScopeTests {
    /// Somebody who corrects and approves at one warehouse.
    private static func worker(at warehouse: ID<Location>) -> Principal {
        Principal(
            id: UUID(),
            kind: .user,
            name: "worker",
            permissions: [.stockAdjust, .stockReverse, .stockRead, .entryApprove],
            warehouses: [warehouse]
        )
    }

    /// Loses two of what is on the way to Leeds; returns the path of the entry.
    private static func lose(
        _ order: [String: String],
        in ledger: LedgerBench
    ) async throws -> String {
        _ = try await ledger.succeed("dispatchTransferOrder", "{}", path: order)
        let lost = try await ledger.succeed(
            "reportTransferLoss",
            #"{"reason":"lost","lines":[{"line":1,"quantity":"2"}]}"#,
            path: order
        )
        return try #require(lost["entry"]?["id"]?.text)
    }

    private static func undoing(_ entry: String) -> String {
        """
        {"operation":"reverseEntry","entryId":"\(entry)",
        "body":{"reason":"data-correction","lines":[{"line":1,"quantity":"2"}]}}
        """
    }

    @Test func `what was lost on the road is found where it was missed`() async throws {
        try await LedgerBench.withOrder { ledger, order, leeds in
            let entry = try await Self.lose(order, in: ledger)
            let (here, there) = (Self.worker(at: ledger.warehouse), Self.worker(at: leeds))
            let undo = #"{"reason":"data-correction"}"#
            let path = ["entryId": entry]
            #expect(
                try await ledger.refusal("reverseEntry", undo, path: path, as: here) == "forbidden"
            )
            #expect(try await ledger.refusal("reverseEntry", undo, path: path, as: there) == nil)
        }
    }

    @Test func `a proposal to find what was lost belongs to where it was missed`() async throws {
        try await LedgerBench.withOrder { ledger, order, leeds in
            let body = Self.undoing(try await Self.lose(order, in: ledger))
            let (here, there) = (Self.worker(at: ledger.warehouse), Self.worker(at: leeds))
            #expect(try await ledger.refusal("createProposal", body, as: here) == "forbidden")
            let made = try LedgerBench.document(
                await ledger.ask("createProposal", body, as: there)
            )
            let path = ["proposalId": try #require(made["id"]?.text)]
            for operation in ["getProposal", "declineProposal", "approveProposal"] {
                let refusal = try await ledger.refusal(operation, "{}", path: path, as: here)
                #expect(refusal == "not-found", "\(operation)")
            }
            let list = await ledger.ask("listProposals", as: here)
            #expect(try LedgerBench.document(list).items.isEmpty)
            let other = Self.worker(at: leeds)
            #expect(
                try await ledger.refusal("approveProposal", "{}", path: path, as: other) == nil
            )
        }
    }

    @Test func `what is proposed says how much`() async throws {
        try await LedgerBench.withOrder { ledger, order, _ in
            let entry = try await Self.lose(order, in: ledger)
            let id = try #require(order["transferOrderId"])
            func proposal(_ lines: String) -> [String] {
                [
                    """
                    {"operation":"reverseEntry","entryId":"\(entry)",
                    "body":{"reason":"other"\(lines)}}
                    """,
                    """
                    {"operation":"reportTransferLoss","transferOrderId":"\(id)",
                    "body":{"reason":"lost"\(lines)}}
                    """,
                ]
            }
            for body in proposal("") {
                let answer = await ledger.ask("createProposal", body)
                let problem = try MessageCoding.decode(Problem.self, from: answer.body)
                #expect(problem.errors.map(\.pointer) == ["/body/lines"], "\(body)")
                #expect(problem.errors.map(\.rule) == ["required"], "\(body)")
            }
            let vague = await ledger.ask("createProposal", proposal(#","lines":[{"line":1}]"#)[0])
            let problem = try MessageCoding.decode(Problem.self, from: vague.body)
            #expect(problem.errors.map(\.pointer) == ["/body/lines/0/quantity"])
            for body in proposal(#","lines":[{"line":1,"quantity":"1"}]"#) {
                #expect(try await ledger.refusal("createProposal", body) == nil)
            }
        }
    }

    @Test func `what a correction is worth is told to those who may read costs`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("GEM")
            try await ledger.buy(50, of: "GEM", for: "20", try await ledger.currency())
            try await ledger.cost()
            let limit = #"{"amount":"100","currency":"\#(try await ledger.currency())"}"#
            try await ledger.rule(#""maximumValue":\#(limit)"#)
            let body = LedgerBench.correction(-7, of: "GEM")
            func detail(_ permissions: Set<Permission>) async throws -> String {
                let principal = Principal(
                    id: UUID(),
                    kind: .user,
                    name: "worker",
                    permissions: permissions
                )
                let answer = await ledger.ask("postAdjustment", body, as: principal)
                let problem = try MessageCoding.decode(Problem.self, from: answer.body)
                #expect(problem.code == "approval-required")
                return try #require(problem.detail)
            }
            #expect(try await detail([.stockAdjust, .costRead]).contains("140"))
            let other = try await detail([.stockAdjust])
            #expect(!other.contains("140") && !other.contains("100"))
        }
    }
}
