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
struct TillTests {
    @Test func `a till sells what the book does not have, and the house hears of it`() async throws
    {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("GONE")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let sale = try ledger.tillSale(2, of: variant, document: "A-1")
            #expect(await processor.process([sale]) == [.done])
            #expect(try await ledger.onHand("GONE") == -2)
            let types = try await ledger.rows("SELECT type FROM outbox ORDER BY id")
                .map { try $0.decode("type", as: String.self) }
            for type in [EntryPosted.type, StockOversold.type, AvailabilityChanged.type] {
                #expect(types.contains(type))
            }
            let refused = await ledger.ask("postSale", LedgerBench.sale(1, of: "GONE"))
            #expect(refused.status == 409)
        }
    }

    @Test func `a sale that comes again changes nothing`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("AGAIN")
            try await ledger.receive(10, of: "AGAIN")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let sale = try ledger.tillSale(2, of: variant, document: "A-1")
            #expect(await processor.process([sale, sale]) == [.done, .done])
            #expect(await processor.process([sale]) == [.done])
            // The same document in another message.
            let copy = try ledger.tillSale(2, of: variant, document: "A-1")
            #expect(await processor.process([copy]) == [.done])
            #expect(try await ledger.onHand("AGAIN") == 8)
            let posted = try await ledger.rows("SELECT FROM entry WHERE kind = 'sale'")
            #expect(posted.count == 1)
        }
    }

    @Test func `a document with other content is refused, and says so`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("OTHER")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let sale = try ledger.tillSale(2, of: variant, document: "A-1")
            let other = try ledger.tillSale(3, of: variant, document: "A-1")
            #expect(await processor.process([sale]) == [.done])
            #expect(await processor.process([other]) == [.done])
            #expect(try await ledger.onHand("OTHER") == -2)
            let refusals = try await ledger.rows(
                "SELECT body FROM outbox WHERE type = \(CommandRefused.type)"
            ).map { row in
                try MessageCoding.decode(CommandRefused.self, from: try row.decode("body"))
            }
            #expect(refusals.map(\.code) == ["duplicate-reference"])
        }
    }

    @Test func `two messages of one identifier are told apart`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("CLASH")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let id = ID<Entry>.make().rawValue
            let sale = try ledger.tillSale(2, of: variant, document: "A-1", messageID: id)
            let other = try ledger.tillSale(3, of: variant, document: "A-2", messageID: id)
            #expect(await processor.process([sale]) == [.done])
            guard case .deadLetter = await processor.process([other])[0] else {
                Issue.record("a clash is evidence, not work")
                return
            }
            #expect(try await ledger.onHand("CLASH") == -2)
        }
    }

    @Test func `a void undoes its sale once`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("VOID")
            try await ledger.receive(5, of: "VOID")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let void = ReverseEntry(
                reference: Reference(source: "till", document: "V-1"),
                originalReference: Reference(source: "till", document: "A-1"),
                effectiveAt: .now,
                allowNegative: true,
                reason: "cancelled"
            )
            let sale = try ledger.tillSale(2, of: variant, document: "A-1")
            #expect(await processor.process([sale]) == [.done])
            let message = try ledger.message(void, id: ID<Entry>.make().rawValue)
            #expect(await processor.process([message, message]) == [.done, .done])
            #expect(try await ledger.onHand("VOID") == 5)
        }
    }

    @Test func `a sale of an unknown variant is tried again later`() async throws {
        var limits = CommitLimits()
        limits.patience = .milliseconds(50)
        try await LedgerBench.with(limits: limits) { ledger in
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let sale = try ledger.tillSale(1, of: .make(), document: "A-1")
            guard case .retry = await processor.process([sale])[0] else {
                Issue.record("the fact may be on its way")
                return
            }
            #expect(try await ledger.rows("SELECT FROM inbox").isEmpty)
        }
    }
}
