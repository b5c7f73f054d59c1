import Contracts
import Kernel
import TestSupport
import Testing

@testable import Ledger

/// What is done and undone leaves everything as it was but the history, in the database too: stock,
/// promises, orders, units, costs and what dashboards show of now.
@Suite(.requiresPostgres)
struct UndoneHistoryTests {
    private static let seeds: [UInt64] = [17] + (LongRuns.areAsked ? [4_242, 90_001] : [])
    /// Steps before anything is undone.
    private static let steps = 60
    /// How often each kind is done and undone.
    private static let rounds = 2
    /// How often each is tried where it is refused: what it needs may come meanwhile.
    private static let attempts = 150

    /// All that is undone by an entry, or by an order about costs.
    ///
    /// A unit that was moved to another warehouse is moved back instead.
    private static let kinds = [
        "postReceipt", "postSale", "postReturn", "postSupplierReturn", "postTransfer",
        "postAdjustment", "postProduction", "consumeReservation", "dispatchTransferOrder",
        "receiveTransferOrder", "reportTransferLoss", "unpackHandlingUnit", "shipHandlingUnit",
        "postLandedCost",
    ]

    @Test(arguments: seeds)
    func `what is done and undone leaves the present as it was`(seed: UInt64) async throws {
        try await LedgerBench.with { ledger in
            var history = History(of: seed, on: ledger)
            try await history.begin()
            for _ in 0..<Self.steps { _ = try await history.step() }
            for kind in Self.kinds.shuffled(using: &history.generator) {
                var (undone, attempts) = (0, 0)
                while undone < Self.rounds, attempts < Self.attempts {
                    attempts += 1
                    if let posting = try await self.posting(kind, in: &history),
                        try await history.doAndUndo(posting)
                    {
                        undone += 1
                    }
                    _ = try await history.step()
                }
                #expect(undone == Self.rounds, "\(kind)")
            }
        }
    }

    @Test func `of every kept table it is known what an undoing leaves of it`() {
        let tables = (PresentTable.all + PresentTable.ofTimes).map(\.name)
        #expect(Set(tables).count == tables.count)
        #expect(Set(tables).isDisjoint(with: PresentTable.history.keys))
        let known = Set(tables).union(PresentTable.history.keys)
        #expect(known == Set(KeptTable.all.map(\.name)))
    }

    /// A request of one kind, as chance has it; `nil` where nothing is there to ask it of.
    private func posting(_ kind: String, in history: inout History) async throws -> RandomPosting? {
        let goal = RandomPosting.ground(using: &history.generator)
        let unpacking = RandomPosting(
            "unpackHandlingUnit",
            #"{"to":"\#(goal)"}"#,
            path: history.pallet
        )
        switch kind {
        case "unpackHandlingUnit":
            try await history.perform(Self.goodsForPallet)
            return unpacking
        case "shipHandlingUnit":
            // Goods that are withheld are not shipped.
            try await history.perform(unpacking)
            try await history.perform(Self.goodsForPallet)
            return RandomPosting(kind, path: history.pallet)
        default:
            var posting: RandomPosting?
            for _ in 0..<2_000 where posting?.operation != kind {
                posting = .any(after: history.model, using: &history.generator)
            }
            return posting?.operation == kind ? posting : nil
        }
    }

    private static let goodsForPallet = RandomPosting(
        "postReceipt",
        #"{"location":"P1","lines":[{"sku":"NUT","quantity":"3"}]}"#
    )
}
