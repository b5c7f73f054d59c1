import Kernel
import PosIngestDomain
import Testing

struct SequenceReviewTests {
    private static let early = Timestamp(microseconds: 0)
    private static let late = Timestamp(microseconds: 2)

    private static func arrivals(
        _ sequences: [Int64],
        at time: Timestamp = early
    ) -> [SequenceReview.Arrival] {
        sequences.map { SequenceReview.Arrival(sequence: $0, receivedAt: time) }
    }

    @Test func `it stops before a gap that may still be filled`() {
        var review = SequenceReview(3...5)
        let above = Self.arrivals([6, 7]) + Self.arrivals([9, 10], at: Self.late)
        #expect(review.extend(over: above, arrivedBefore: Self.late).isEmpty)
        #expect(review.range == 3...7)
        let gaps = review.extend(over: Self.arrivals([9, 10]), arrivedBefore: Self.late)
        #expect(gaps == [SequenceGap(firstMissing: 8, lastMissing: 8)])
        #expect(review.range == 3...10)
    }

    @Test func `it looks downwards as it looks upwards`() {
        var review = SequenceReview(7...7)
        let gaps = review.extend(over: Self.arrivals([6, 2, 1]), arrivedBefore: Self.late)
        #expect(gaps == [SequenceGap(firstMissing: 3, lastMissing: 5)])
        #expect(review.range == 1...7)
    }

    /// However the numbers come, those that are missing at the end lie in gaps that were found, and
    /// no gap is found twice.
    @Test(arguments: 0..<50)
    func `each missing number lies in one gap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let numbers = Array(Int64(1)...100).shuffled(using: &random).prefix(80)
        var review = SequenceReview(numbers[0]...numbers[0])
        var found: [Int64] = []
        var known: [Int64] = []
        for number in numbers {
            known.append(number)
            guard UInt64.random(in: 0..<5, using: &random) == 0 || known.count == 80 else {
                continue
            }
            let range = review.range
            let above = known.filter { $0 > range.upperBound }.sorted()
            let below = known.filter { $0 < range.lowerBound }.sorted(by: >)
            for direction in [above, below] {
                let gaps = review.extend(
                    over: Self.arrivals(direction),
                    arrivedBefore: Self.late
                )
                found += gaps.flatMap { Array($0.firstMissing...$0.lastMissing) }
            }
        }
        #expect(Set(found).count == found.count)
        let missing = Set(review.range).subtracting(numbers)
        #expect(missing.isSubset(of: found))
    }
}
