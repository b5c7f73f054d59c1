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
            for type in [EntriesPosted.type, StockOversold.type, AvailabilityChanged.type] {
                #expect(types.contains(type))
            }
            let refused = await ledger.ask("postSale", LedgerBench.sale(1, of: "GONE"))
            #expect(refused.status == 409)
        }
    }

    @Test func `what a sale oversells is told in one message`() async throws {
        try await LedgerBench.with { ledger in
            let variants = [
                try await ledger.variant("FIRST"), try await ledger.variant("SECOND"),
                try await ledger.variant("THERE"),
            ]
            try await ledger.receive(10, of: "THERE")
            let sale = RecordSale(
                kind: .sale,
                reference: Reference(source: "till", document: "A-1"),
                locationId: ledger.warehouse,
                effectiveAt: .now,
                allowNegative: true,
                lines: variants.enumerated().map { index, variant in
                    TillLine(line: index + 1, variantId: variant, quantity: 2, direction: .out)
                }
            )
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            #expect(
                await processor.process([try ledger.message(sale, id: ID<Entry>.make().rawValue)])
                    == [.done]
            )
            let told = try await ledger.rows(
                "SELECT body FROM outbox WHERE type = \(StockOversold.type)"
            )
            let fact = try MessageCoding.decode(
                StockOversold.self,
                from: try #require(told.first).decode("body")
            )
            #expect(told.count == 1)
            #expect(Set(fact.balances.map(\.sku)) == ["FIRST", "SECOND"])
            #expect(fact.balances.map(\.onHand) == [-2, -2])
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
            let answers: [CommandApplied] = try await ledger.facts()
            #expect(answers.map(\.commandId) == [ID(copy.id)])
            let entry = try await ledger.rows("SELECT id FROM entry WHERE kind = 'sale'")[0]
            #expect(try answers.first?.entryId == entry.decode("id"))
            let posted = try await ledger.rows("SELECT FROM entry WHERE kind = 'sale'")
            #expect(posted.count == 1)
        }
    }

    @Test func `whoever sent commands is told of their entries in one message`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("TOLD")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let sales = try (1...3).map { number in
                try ledger.tillSale(1, of: variant, document: "A-\(number)")
            }
            let void = try ledger.tillVoid("V-1", of: "A-1")
            let dispositions = await processor.process(sales + [void])
            #expect(dispositions.allSatisfy { $0 == .done })
            try await ledger.receive(1, of: "TOLD")
            let answers: [CommandsPosted] = try await ledger.facts()
            let told = answers.flatMap(\.commands)
            #expect(Set(told.map(\.commandId)) == Set((sales + [void]).map { ID($0.id) }))
            #expect(told.map(\.reference.document).sorted() == ["A-1", "A-2", "A-3", "V-1"])
            #expect(answers.count < 4)
            let entries = try await ledger.rows("SELECT id FROM entry WHERE kind <> 'receive'")
                .map { try $0.decode("id", as: ID<Entry>.self) }
            #expect(Set(told.map(\.entryId)) == Set(entries))
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
            let refusals: [CommandRefused] = try await ledger.facts()
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
            let sale = try ledger.tillSale(2, of: variant, document: "A-1")
            #expect(await processor.process([sale]) == [.done])
            let void = try ledger.tillVoid("V-1", of: "A-1")
            #expect(await processor.process([void, void]) == [.done, .done])
            #expect(try await ledger.onHand("VOID") == 5)
        }
    }

    @Test func `a sale and its void that come together take effect in their order`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("BOTH")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            var messages: [IncomingMessage] = []
            for number in 1...25 {
                messages.append(
                    try ledger.tillSale(1, of: variant, document: "A-\(number)")
                )
                messages.append(try ledger.tillVoid("V-\(number)", of: "A-\(number)"))
            }
            let dispositions = await processor.process(messages)
            #expect(dispositions.allSatisfy { $0 == .done })
            #expect(try await ledger.facts(CommandRefused.self).isEmpty)
            let kinds = try await ledger.rows(
                "SELECT kind FROM movement JOIN entry ON entry.id = entry"
            )
            .map { try $0.decode("kind", as: String.self) }
            #expect(kinds.count { $0 == "reverse" } == 25)
            #expect(try await ledger.onHand("BOTH") == 0)
        }
    }

    @Test func `a void waits for its sale, and is refused with its last attempt`() async throws {
        var limits = CommitLimits()
        limits.messagePatience = .milliseconds(50)
        try await LedgerBench.with(limits: limits) { ledger in
            let variant = try await ledger.variant("EARLY")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let void = try ledger.tillVoid("V-1", of: "A-1")
            guard case .retry = await processor.process([void])[0] else {
                Issue.record("the sale may be on its way")
                return
            }
            #expect(try await ledger.rows("SELECT FROM inbox").isEmpty)
            #expect(try await ledger.facts(CommandRefused.self).isEmpty)

            let lost = try ledger.tillVoid("V-2", of: "A-2", attempt: 9)
            #expect(await processor.process([lost]) == [.done])
            let refusals: [CommandRefused] = try await ledger.facts()
            #expect(refusals.map(\.code) == ["unknown-reference"])

            let sale = try ledger.tillSale(2, of: variant, document: "A-1")
            #expect(await processor.process([sale, void]) == [.done, .done])
            #expect(try await ledger.onHand("EARLY") == 0)
        }
    }

    @Test func `a sale of an unknown variant is tried again later`() async throws {
        var limits = CommitLimits()
        limits.messagePatience = .milliseconds(50)
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
