import Kernel
import LedgerDomain
import Testing

/// When there would have been less than nothing, told from what moved later.
struct ShortfallTests {
    private static func time(_ minute: Int64) -> Timestamp {
        Company.now.advanced(by: .seconds(60 * minute))
    }

    private static func shortfalls(
        taking taken: Quantity,
        from level: Quantity,
        _ changes: (Int64, Quantity)...
    ) -> [Shortfall] {
        Shortfall.all(
            taking: taken,
            at: Self.time(0),
            from: level,
            before: changes.map { Shortfall.Change(at: Self.time($0.0), $0.1) }
        )
    }

    @Test func `where there always was enough there is nothing to tell`() {
        #expect(Self.shortfalls(taking: 3, from: 5, (1, -2), (2, 4)) == [])
    }

    @Test func `each stretch has its beginning, its end and the least of it`() {
        let found = Self.shortfalls(taking: 3, from: 5, (1, -3), (2, -1), (3, 9), (4, -8))
        #expect(
            found == [
                Shortfall(from: Self.time(1), until: Self.time(3), lowest: -2),
                Shortfall(from: Self.time(4), until: nil, lowest: -1),
            ]
        )
    }

    @Test func `it begins at once where there was too little already`() {
        let found = Self.shortfalls(taking: 3, from: 1, (5, 2))
        #expect(found == [Shortfall(from: Self.time(0), until: Self.time(5), lowest: -2)])
    }

    @Test func `what is below zero without it is not told`() {
        let found = Self.shortfalls(taking: 3, from: 2, (1, -4), (2, 3), (3, 9))
        #expect(
            found == [
                Shortfall(from: Self.time(0), until: Self.time(1), lowest: -1),
                Shortfall(from: Self.time(2), until: Self.time(3), lowest: -2),
            ]
        )
    }

    @Test func `what moves at one time is judged together`() {
        #expect(Self.shortfalls(taking: 3, from: 5, (1, -4), (1, 4)) == [])
    }

    @Test func `what comes in leaves nothing below zero`() {
        #expect(Self.shortfalls(taking: 0, from: -5) == [])
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `a replay of each minute finds the same`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let level = Quantity(integerLiteral: Int64.random(in: -2...8, using: &generator))
        let taken = Quantity(integerLiteral: Int64.random(in: 1...5, using: &generator))
        var minute: Int64 = 0
        let changes = (0..<30).map { _ in
            minute += Int64.random(in: 0...2, using: &generator)
            let quantity = Int64.random(in: -4...4, using: &generator)
            return Shortfall.Change(
                at: Self.time(max(1, minute)),
                Quantity(integerLiteral: quantity)
            )
        }
        let found = Shortfall.all(taking: taken, at: Self.time(0), from: level, before: changes)
        for minute in 0...70 as ClosedRange<Int64> {
            let there = changes.filter { $0.time <= Self.time(minute) }
                .reduce(level) { $0 + $1.quantity }
            let isShort = !there.isNegative && (there - taken).isNegative
            let stretch = found.filter { stretch in
                stretch.from <= Self.time(minute)
                    && stretch.until.map { Self.time(minute) < $0 } ?? true
            }
            #expect(stretch.count == (isShort ? 1 : 0), "minute \(minute)")
            if isShort { #expect(stretch[0].lowest <= there - taken) }
        }
        for stretch in found {
            let levels = (0...70 as ClosedRange<Int64>).map(Self.time).filter { time in
                stretch.from <= time && stretch.until.map { time < $0 } ?? true
            }.map { time in
                changes.filter { $0.time <= time }.reduce(level) { $0 + $1.quantity } - taken
            }
            #expect(levels.min() == stretch.lowest)
        }
    }
}
