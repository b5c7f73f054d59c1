import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What the limits of a rule look at, and when a rule counts.
@Suite(.requiresPostgres)
struct ApprovalLimitTests {
    private let ann = LedgerBench.person("ann")
    private let bob = LedgerBench.person("bob")

    @Test func `a limit of values looks at the last unit cost, and keeps it`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("GEM")
            let currency = try await ledger.currency()
            let price = #""unitCost":{"amount":"20","currency":"\#(currency)"}"#
            _ = try await ledger.succeed(
                "postReceipt",
                #"{"location":"LDN","lines":[{"sku":"GEM","quantity":"50",\#(price)}]}"#
            )
            try await ledger.cost()
            try await ledger.rule(#""maximumValue":{"amount":"100","currency":"\#(currency)"}"#)
            let small = LedgerBench.correction(-5, of: "GEM")
            #expect(try await ledger.refusal("postAdjustment", small) == nil)
            let large = LedgerBench.correction(-6, of: "GEM")
            #expect(try await ledger.refusal("postAdjustment", large) == "approval-required")
            let path = try await ledger.propose(-6, of: "GEM", as: self.ann)
            #expect(
                try await ledger.refusal("approveProposal", "{}", path: path, as: self.bob) == nil
            )
            let rows = try await ledger.rows(
                "SELECT worth FROM entry WHERE kind = 'adjust' ORDER BY recorded_at"
            )
            let worths: [Int64?] = try rows.map { try $0.decode("worth") }
            #expect(worths == [100_000_000, 120_000_000])
            // Entries that move nothing cost nothing, and hold nobody up.
            try await ledger.cost()
            let sums = try await ledger.rows("SELECT sum(value)::bigint AS value FROM cost_entry")
            #expect(try sums[0].decode("value", as: Int64.self) == 780_000_000)
        }
    }

    @Test func `what was never in a warehouse is worth there what it is elsewhere`() async throws {
        try await LedgerBench.with { ledger in
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"LEEDS","name":"Leeds","kind":"warehouse"}"#
            )
            try await ledger.variant("GEM")
            let currency = try await ledger.currency()
            try await ledger.buy(50, of: "GEM", for: "20", currency)
            try await ledger.cost()
            try await ledger.rule(#""maximumValue":{"amount":"100","currency":"\#(currency)"}"#)
            func adjustment(_ quantity: Quantity) -> String {
                LedgerBench.correction(quantity, of: "GEM").replacing("LDN", with: "LEEDS")
            }
            let found = try await ledger.refusal("postAdjustment", adjustment(6))
            #expect(found == "approval-required")
            let move = #"{"from":"LDN","to":"LEEDS","lines":[{"sku":"GEM","quantity":"6"}]}"#
            let batch = """
                {"mode":"atomic","items":[{"operation":"postTransfer","body":\(move)},
                {"operation":"postAdjustment","body":\(adjustment(-6))}]}
                """
            #expect(try await ledger.refusal("postBatch", batch) == "approval-required")
            let order = try await ledger.order(6, of: "GEM")
            _ = try await ledger.succeed("dispatchTransferOrder", "{}", path: order)
            let loss = #"{"reason":"lost"}"#
            let lost = try await ledger.refusal("reportTransferLoss", loss, path: order)
            #expect(lost == "approval-required")
            #expect(try await ledger.refusal("postAdjustment", adjustment(5)) == nil)
            let rows = try await ledger.rows("SELECT worth FROM entry WHERE kind = 'adjust'")
            #expect(try rows[0].decode("worth", as: Int64.self) == 100_000_000)
        }
    }

    @Test func `who counted does not approve alone, so a late fact is entered`() async throws {
        try await LedgerBench.with { ledger in
            let nut = try await ledger.variant("NUT")
            try await ledger.tell(.receive, 100, of: nut, at: 0)
            try await ledger.rule(#""maximumQuantity":"10""#)
            let path = ["countId": try await ledger.sheet(of: "NUT")]
            let seen = LedgerBench.seen(95, at: 10)
            _ = try LedgerBench.document(
                await ledger.ask("submitCount", seen, path: path, as: self.ann)
            )
            let first = try LedgerBench.document(
                await ledger.ask("approveCount", "{}", path: path, as: self.ann)
            )
            #expect(first["state"]?.text == "counted")
            #expect(first["needsSecondApproval"] == true)
            let second = try LedgerBench.document(
                await ledger.ask("approveCount", "{}", path: path, as: self.bob)
            )
            #expect(second["state"]?.text == "approved")
            #expect(try await ledger.onHand("NUT") == 95)
            try await ledger.tell(.receive, 20, of: nut, at: 5)
            try await ledger.watch()
            #expect(try await ledger.onHand("NUT") == 95)
            let list = try await ledger.items("listEntries", ["kind": "approve"], limit: 5)
            #expect(list.map { $0["actor"]?["name"]?.text } == ["bob"])
        }
    }

    @Test func `of those who approved a count a person is kept before a program`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(100, of: "NUT")
            try await ledger.rule(#""maximumQuantity":"10","programsMayApprove":true"#)
            let path = ["countId": try await ledger.sheet(of: "NUT")]
            _ = try LedgerBench.document(
                await ledger.ask("submitCount", LedgerBench.seen(70), path: path, as: self.ann)
            )
            let robot = Principal(
                id: UUID(),
                kind: .apiKey,
                name: "robot",
                permissions: Role.inventoryManager.permissions
            )
            for approver in [self.bob, robot] {
                _ = try LedgerBench.document(
                    await ledger.ask("approveCount", "{}", path: path, as: approver)
                )
            }
            #expect(try await ledger.onHand("NUT") == 70)
            let list = try await ledger.items("listEntries", ["kind": "approve"], limit: 5)
            #expect(list.map { $0["actor"]?["name"]?.text } == ["bob"])
        }
    }

    @Test func `no program approves alone what people have to`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(100, of: "NUT")
            try await ledger.rule(#""maximumQuantity":"10""#)
            let path = ["countId": try await ledger.sheet(of: "NUT")]
            _ = try await ledger.succeed("submitCount", LedgerBench.seen(95), path: path)
            let robot = Principal(
                id: UUID(),
                kind: .apiKey,
                name: "robot",
                permissions: Role.inventoryManager.permissions
            )
            let refusal = try await ledger.refusal("approveCount", "{}", path: path, as: robot)
            #expect(refusal == "forbidden")
        }
    }

    @Test func `of a count two people approve, and the one who did not count is kept`() async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(100, of: "NUT")
            try await ledger.rule(#""maximumQuantity":"10""#)
            let path = ["countId": try await ledger.sheet(of: "NUT")]
            _ = try LedgerBench.document(
                await ledger.ask("submitCount", LedgerBench.seen(70), path: path, as: self.ann)
            )
            let first = try LedgerBench.document(
                await ledger.ask("approveCount", "{}", path: path, as: self.ann)
            )
            #expect(first["state"]?.text == "counted")
            let second = try LedgerBench.document(
                await ledger.ask("approveCount", "{}", path: path, as: self.bob)
            )
            #expect(second["state"]?.text == "approved")
            #expect(try await ledger.onHand("NUT") == 70)
            let list = try await ledger.items("listEntries", ["kind": "approve"], limit: 5)
            #expect(list.map { $0["actor"]?["name"]?.text } == ["bob"])
            #expect(list.map { $0["authority"]?.text } == ["count.approve"])
        }
    }

    @Test func `a rule waits for whoever decides by the one before`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(100, of: "NUT")
            try await ledger.rule(#""maximumQuantity":"50""#)
            try await PostgresSession.with(ledger.database.administration) { session in
                // Holds up the correction after it has read the rule.
                try await session.execute(
                    script: "begin; lock table ledger.availability in access exclusive mode"
                )
                let body = LedgerBench.correction(-10, of: "NUT")
                async let correction = ledger.ask("postAdjustment", body)
                try await RaceTests.waitsForLock(ledger)
                async let stricter = ledger.rule(#""maximumQuantity":"5""#)
                try await RaceTests.waitsForLock(ledger, sessions: 2)
                try await session.execute(script: "commit")
                #expect(await correction.status == 201)
                _ = try await stricter
                #expect(try await ledger.refusal("postAdjustment", body) == "approval-required")
            }
            // In the order of the chain the correction comes before the rule that it would break.
            let rows = try await ledger.rows(
                "SELECT kind FROM entry WHERE kind <> 'receive' ORDER BY recorded_at, id"
            )
            let kinds: [String] = try rows.map { try $0.decode("kind") }
            #expect(kinds == ["rule", "adjust", "rule"])
        }
    }
}
