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
struct BundleTests {
    @Test func `each sale of a bundle takes effect once, however often the bundle comes`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("SOLD")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let sales = (1...3).map { ledger.sale(2, of: variant, document: "A-\($0)") }
            let bundle = try ledger.bundle(sales)
            #expect(await processor.process([bundle, bundle]) == [.done, .done])
            #expect(await processor.process([bundle]) == [.done])
            #expect(try await ledger.onHand("SOLD") == -6)
            let told = try await ledger.facts(CommandsPosted.self).flatMap(\.commands)
            #expect(told.map(\.commandId) == sales.map(\.commandId))
            let causes = try await ledger.rows("SELECT cause FROM entry ORDER BY document")
                .map { try $0.decode("cause", as: ID<Command>.self) }
            #expect(causes == sales.map(\.commandId))
        }
    }

    @Test func `a bundle comes again for those of its sales that wait, and they alone are new`()
        async throws
    {
        var limits = CommitLimits()
        limits.messagePatience = .milliseconds(50)
        try await LedgerBench.with(limits: limits) { ledger in
            let variant = try await ledger.variant("KNOWN")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let sales = [
                ledger.sale(1, of: variant, document: "A-1"),
                ledger.sale(1, of: .make(), document: "A-2"),
                ledger.sale(1, of: variant, document: "A-3"),
            ]
            guard case .retry = await processor.process([try ledger.bundle(sales)])[0] else {
                Issue.record("the fact may be on its way")
                return
            }
            #expect(try await ledger.onHand("KNOWN") == -2)
            #expect(try await ledger.rows("SELECT FROM inbox").count == 2)

            let last = try ledger.bundle(sales, attempt: 9)
            #expect(await processor.process([last]) == [.done])
            #expect(try await ledger.onHand("KNOWN") == -2)
            let refusals: [CommandRefused] = try await ledger.facts()
            #expect(refusals.map(\.commandId) == [sales[1].commandId])
            #expect(refusals.map(\.reference.document) == ["A-2"])
        }
    }

    @Test func `sales of a bundle that came too often are decided one by one`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("ALONE")
            var policy = RetryPolicy()
            policy.suspectDeliveries = 0
            let processor = LedgerCommandProcessor(committer: ledger.committer, policy: policy)
            let sales = (1...5).map { ledger.sale(1, of: variant, document: "A-\($0)") }
            #expect(await processor.process([try ledger.bundle(sales)]) == [.done])
            #expect(try await ledger.onHand("ALONE") == -5)
            // Each has been answered by a batch of its own.
            #expect(try await ledger.facts(CommandsPosted.self).count == 5)
        }
    }

    @Test func `an identifier of a sale that another bundle used is told apart`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("TWICE")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let sale = ledger.sale(1, of: variant, document: "A-1")
            let others = [sale, ledger.sale(1, of: variant, document: "A-2")]
            #expect(await processor.process([try ledger.bundle([sale])]) == [.done])
            guard case .deadLetter = await processor.process([try ledger.bundle(others)])[0] else {
                Issue.record("a clash is evidence, not work")
                return
            }
            #expect(try await ledger.onHand("TWICE") == -2)
        }
    }
}

extension LedgerBench {
    fileprivate func sale(
        _ quantity: Quantity,
        of variant: ID<Variant>,
        document: String
    ) -> SaleToRecord {
        SaleToRecord(
            commandId: .make(),
            correlationId: .make(),
            sale: RecordSale(
                kind: .sale,
                reference: Reference(source: "till", document: document),
                locationId: self.warehouse,
                effectiveAt: Timestamp(microseconds: 1_700_000_000_000_000),
                allowNegative: true,
                lines: [TillLine(line: 1, variantId: variant, quantity: quantity, direction: .out)]
            )
        )
    }

    fileprivate func bundle(_ sales: [SaleToRecord], attempt: Int = 1) throws -> IncomingMessage {
        try self.message(
            RecordSales(sales: sales),
            id: ID<Entry>.make().rawValue,
            attempt: attempt
        )
    }
}
