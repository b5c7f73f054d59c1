import Kernel
import LedgerDomain
import Testing

/// When there would have been less than nothing, told from what moved later.
struct ShortfallTests {
    private static func time(_ minute: Int64) -> Timestamp {
        Company.now.advanced(by: .seconds(60 * minute))
    }

    private static func change(_ minute: Int64, _ quantity: Quantity) -> Shortfall.Change {
        Shortfall.Change(at: Self.time(minute), quantity)
    }

    private static func shortfalls(
        taking taken: Quantity,
        from level: Quantity,
        _ changes: (Int64, Quantity)...
    ) -> [Shortfall] {
        Shortfall.all(
            trying: [Self.change(0, -taken)],
            from: level,
            before: changes.map { Self.change($0.0, $0.1) }
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

    @Test func `what is brought back ends what was taken`() {
        let found = Shortfall.all(
            trying: [Self.change(4, 3), Self.change(0, -3)],
            from: 2,
            before: [Self.change(2, 4), Self.change(3, -5)]
        )
        #expect(
            found == [
                Shortfall(from: Self.time(0), until: Self.time(2), lowest: -1),
                Shortfall(from: Self.time(3), until: Self.time(4), lowest: -2),
            ]
        )
    }

    @Test func `nothing is told of times of which not all is known`() {
        let found = Shortfall.all(
            trying: [Self.change(0, -3), Self.change(9, -5)],
            from: 5,
            before: [Self.change(2, -3), Self.change(4, 9)],
            until: Self.time(4)
        )
        #expect(found == [Shortfall(from: Self.time(2), until: nil, lowest: -1)])
        let later = Shortfall.all(
            trying: [Self.change(9, -5)],
            from: 3,
            before: [Self.change(4, 400)],
            until: Self.time(4)
        )
        #expect(later == [])
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `a replay of each minute finds the same`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let level = Quantity(integerLiteral: Int64.random(in: -2...8, using: &generator))
        func changes(_ count: Int, of range: ClosedRange<Int64>) -> [Shortfall.Change] {
            (0..<count).map { _ in
                let minute = Int64.random(in: 1...60, using: &generator)
                return Self.change(
                    minute,
                    Quantity(integerLiteral: Int64.random(in: range, using: &generator))
                )
            }
        }
        let tried = [Self.change(0, -1)] + changes(3, of: -3...3)
        let later = changes(30, of: -4...4)
        let found = Shortfall.all(trying: tried, from: level, before: later)
        func stretch(of minute: Int64) -> [Shortfall] {
            found.filter { stretch in
                stretch.from <= Self.time(minute)
                    && stretch.until.map { Self.time(minute) < $0 } ?? true
            }
        }
        var lowest: [Timestamp: Quantity] = [:]
        for minute in 0...70 as ClosedRange<Int64> {
            func sum(_ changes: [Shortfall.Change]) -> Quantity {
                changes.filter { $0.time <= Self.time(minute) }.reduce(.zero) { $0 + $1.quantity }
            }
            let there = level + sum(later)
            let left = there + sum(tried)
            let isShort = !there.isNegative && left.isNegative
            let stretches = stretch(of: minute)
            #expect(stretches.count == (isShort ? 1 : 0), "minute \(minute)")
            guard isShort, let first = stretches.first else { continue }
            lowest[first.from] = min(lowest[first.from] ?? left, left)
        }
        for stretch in found { #expect(lowest[stretch.from] == stretch.lowest) }
    }
}
