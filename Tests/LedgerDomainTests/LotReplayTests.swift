import Contracts
import Kernel
import LedgerDomain
import Testing

/// Which lots would be left by another rule.
struct LotReplayTests {
    private static let north = ID<Location>(head: 1, tail: 1)
    private static let south = ID<Location>(head: 1, tail: 2)
    /// The second expires first, and came last.
    private static let lots = [
        Self.lot(1, expires: 30, since: 1), Self.lot(2, expires: 10, since: 3),
        Self.lot(3, expires: 20, since: 2),
    ]

    private static func lot(
        _ number: UInt64,
        expires day: Int64,
        since: Int64
    ) -> LotReplay.Candidate {
        LotReplay.Candidate(
            id: ID(head: 2, tail: number),
            code: "L\(number)",
            expiresOn: CivilDate(daysSinceEpoch: day),
            since: Timestamp(microseconds: since)
        )
    }

    private static func step(
        _ number: UInt64,
        _ kind: EntryKind,
        _ quantity: Quantity,
        lot: Int,
        from: ID<Location>? = nil,
        to: ID<Location>? = nil,
        reverses: UInt64? = nil
    ) -> LotReplay.Step {
        LotReplay.Step(
            id: ID(head: 3, tail: number),
            kind: kind,
            lot: Self.lots[lot - 1].id,
            quantity: quantity,
            from: from,
            to: to,
            reverses: reverses.map { ID(head: 3, tail: $0) }
        )
    }

    private static func left(
        _ replay: LotReplay,
        in warehouse: ID<Location> = Self.north
    )
        -> [Quantity]
    {
        Self.lots.map { replay.stock[.init(warehouse: warehouse, lot: $0.id)] ?? .zero }
    }

    private static func filled(_ strategy: RemovalStrategy) -> LotReplay {
        var replay = LotReplay(strategy, lots: Self.lots)
        for lot in 1...3 {
            replay.follow(Self.step(UInt64(lot), .receive, 5, lot: lot, to: Self.north))
        }
        return replay
    }

    @Test(arguments: [
        (RemovalStrategy.fefo, [5, 0, 3] as [Quantity]), (.fifo, [0, 5, 3]), (.lifo, [5, 0, 3]),
    ])
    func `what is sold is taken by the rule`(strategy: RemovalStrategy, left: [Quantity]) {
        var replay = Self.filled(strategy)
        replay.follow(Self.step(9, .sale, 7, lot: 1, from: Self.north))
        #expect(Self.left(replay) == left)
    }

    @Test func `what was written off is of the lot that it was`() {
        var replay = Self.filled(.fefo)
        replay.follow(Self.step(9, .adjust, 2, lot: 1, from: Self.north))
        #expect(Self.left(replay) == [3, 5, 5])
    }

    @Test func `goods go to another warehouse as they were chosen`() {
        var replay = Self.filled(.fefo)
        replay.follow(
            Self.step(9, .transfer, 6, lot: 1, from: Self.north, to: Self.south)
        )
        #expect(Self.left(replay) == [5, 0, 4])
        #expect(Self.left(replay, in: Self.south) == [0, 5, 1])
    }

    @Test func `what is undone brings back what was taken, and no more`() {
        var replay = Self.filled(.fefo)
        replay.follow(Self.step(9, .sale, 7, lot: 1, from: Self.north))
        replay.follow(Self.step(10, .reverse, 3, lot: 1, to: Self.north, reverses: 9))
        #expect(Self.left(replay) == [5, 1, 5])
        replay.follow(Self.step(11, .reverse, 4, lot: 1, to: Self.north, reverses: 9))
        #expect(Self.left(replay) == [5, 5, 5])
    }

    @Test func `what was not there is owed by the lot that it was`() {
        var replay = Self.filled(.lifo)
        replay.follow(Self.step(9, .sale, 16, lot: 3, from: Self.north))
        #expect(Self.left(replay) == [0, 0, -1])
    }
}
