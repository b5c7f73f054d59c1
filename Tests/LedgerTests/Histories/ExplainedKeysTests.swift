import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Whatever figure somebody asks for has terms that add up to what other operations tell of it.
@Suite(.requiresPostgres)
struct ExplainedKeysTests {
    private static let steps = 60
    /// Figures of each history: a thousand together.
    private static let keys = 500

    @Test(arguments: [29, 70_001] as [UInt64])
    func `of a thousand random figures each is the sum of its terms, at any place and time`(
        seed: UInt64
    ) async throws {
        try await LedgerBench.with { ledger in
            var history = try await self.history(of: seed, on: ledger)
            let clocks = try self.clocks(of: &history)
            let places = try await ledger.places()
            var (keys, told) = (Set<ExplainedKey>(), ToldFigures(on: ledger))
            var (kinds, present) = (Set<String>(), [ExplainedField: Int]())
            var parts = 0
            while keys.count < Self.keys {
                let key = try ExplainedKey.any(clocks, places, using: &history.generator)
                guard keys.insert(key).inserted else { continue }
                let explained = try await ledger.explain(key.sku, key.field, key.query)
                let value = try await told.value(of: key)
                #expect(explained["value"]?.text == value, "\(key)")
                if key.field == .unitCost {
                    let valued = try await told.valued(key)
                    #expect(try UnitCostSums(explained) == valued, "\(key)")
                } else {
                    #expect(try ledger.worth(of: explained) == value, "\(key)")
                }
                kinds.formUnion(
                    (explained["terms"]?.elements ?? []).compactMap { $0["kind"]?.text }
                )
                if let value, value != "0" {
                    present[key.field, default: 0] += 1
                    if key.field.isOfCosts, key.isOfPart { parts += 1 }
                }
            }
            #expect(
                kinds == [
                    "sealed", "movements", "reservation", "lot", "transfer", "costs", "elsewhere",
                ]
            )
            #expect(parts > 10)
            for field in ExplainedField.allCases {
                #expect(present[field] ?? 0 >= 2, "\(field): \(present)")
            }
            #expect(present.values.reduce(0, +) > Self.keys / 3, "\(present)")
            let times = [keys.count { $0.asOf != nil }, keys.count { $0.knownAt != nil }]
            #expect(times.allSatisfy { $0 > Self.keys / 3 }, "\(times)")
            #expect(keys.count { $0.lot != nil } > 10)
        }
    }

    private func history(of seed: UInt64, on ledger: LedgerBench) async throws -> History {
        var history = History(of: seed, on: ledger)
        try await history.begin()
        for step in 1...Self.steps {
            _ = try await history.step()
            // The totals of months are behind what came later.
            if step == Self.steps / 2 { #expect(try await ledger.audit() == []) }
        }
        while !history.periods.contains(where: \.isSealed) { try await history.changePeriods() }
        try await self.promise(in: &history)
        try await ledger.watch()
        try await history.readCounts()
        try await ledger.cost()
        return history
    }

    /// Promises one of everything of which there is enough.
    private func promise(in history: inout History) async throws {
        for sku in RandomPosting.skus {
            for warehouse in history.model.warehouses {
                let made = try await history.ask(
                    RandomPosting(
                        "createReservation",
                        #"{"warehouse":"\#(warehouse)","lines":[{"sku":"\#(sku)","quantity":"1"}]}"#
                    )
                )
                if let made { try await history.note(reservation: made) }
            }
        }
    }

    /// Now, and times at which something was otherwise, by either clock and by both.
    private func clocks(
        of history: inout History
    ) throws -> [(asOf: Timestamp?, knownAt: Timestamp?)] {
        var clocks: [(asOf: Timestamp?, knownAt: Timestamp?)] = Array(
            repeating: (nil, nil),
            count: 4
        )
        let times = history.model.recordingTimes.sorted()
        for _ in 0..<3 {
            let ago = RandomPosting.span * Double.random(in: 0...1, using: &history.generator)
            let asOf = Timestamp.now.advanced(by: .zero - ago)
            let lately = try #require(times.randomElement(using: &history.generator))
            let knownAt = try #require(times.randomElement(using: &history.generator))
            clocks += [
                (asOf, nil), (lately, nil), (nil, knownAt), (asOf, knownAt), (lately, knownAt),
            ]
        }
        return clocks
    }
}

extension LedgerBench {
    /// Those of a history; a pallet is another place in each warehouse once it was there.
    fileprivate func places() async throws -> [String] {
        try await self.rows(
            """
            SELECT code FROM location
            WHERE code = ANY (\(RandomPosting.places.keys.sorted())) ORDER BY code
            """
        ).map { try $0.decode("code") }
    }
}
