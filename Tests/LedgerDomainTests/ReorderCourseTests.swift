import Kernel
import Testing

@testable import LedgerDomain

@Suite struct ReorderCourseTests {
    private static func course(_ point: Quantity, _ steps: [(Int64, Quantity)]) -> ReorderCourse {
        var course = ReorderCourse(point: point)
        for (second, quantity) in steps {
            course.move(quantity, at: Timestamp(microseconds: second * 1_000_000))
        }
        return course
    }

    @Test func `a fall is from above the point to it or below`() {
        let course = Self.course(5, [(0, 4), (1, 1), (2, 1), (3, -1), (4, -1), (5, 9), (6, -13)])
        #expect(course.falls == 2)
        #expect(course.onHand == 0)
    }

    @Test func `time at the point counts as low, and time with nothing as out`() {
        var course = Self.course(5, [(100, 8), (110, -3), (120, -5), (150, 10)])
        #expect(course.low == .seconds(40))
        #expect(course.out == .seconds(30))
        course.pass(until: Timestamp(microseconds: 200_000_000))
        #expect(course.low == .seconds(40))
        course.pass(until: Timestamp(microseconds: 190_000_000))
        #expect(course == Self.course(5, [(100, 8), (110, -3), (120, -5), (150, 10), (200, 0)]))
    }

    @Test func `before the first goods nothing is known, and less than none is out of stock`() {
        var course = ReorderCourse(point: 0)
        course.pass(until: Timestamp(microseconds: 0))
        course.move(-1, at: Timestamp(microseconds: 9_000_000))
        course.move(2, at: Timestamp(microseconds: 10_000_000))
        course.move(-1, at: Timestamp(microseconds: 12_000_000))
        #expect(course.falls == 1)
        #expect(course.out == .seconds(1))
        #expect(course.low == .seconds(1))
    }

    @Test func `at its point and below it is low, and before the first goods it is not`() {
        #expect(!ReorderCourse(point: 5).isLow)
        #expect(Self.course(5, [(0, 5)]).isLow)
        #expect(!Self.course(5, [(0, 6)]).isLow)
        #expect(Self.course(5, [(0, 6), (1, -2), (2, 9)]).wasLow)
        #expect(!Self.course(5, [(0, 6), (1, 2)]).wasLow)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `it is what a look at every second counts`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let point = Quantity(integerLiteral: Int64.random(in: 0...5, using: &generator))
        var moves: [Int64: Quantity] = [:]
        for _ in 0..<30 {
            let second = Int64.random(in: 0..<200, using: &generator)
            moves[second] = Quantity(integerLiteral: Int64.random(in: -6...6, using: &generator))
        }
        var course = Self.course(point, moves.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        course.pass(until: Timestamp(microseconds: 300_000_000))
        var (onHand, falls, low, out) = (Quantity.zero, 0, 0, 0)
        let first = moves.keys.min() ?? 0
        for second in first..<300 {
            let before = onHand
            onHand += moves[second] ?? .zero
            if before > point, onHand <= point { falls += 1 }
            if onHand <= point { low += 1 }
            if onHand <= .zero { out += 1 }
        }
        #expect(course.falls == falls)
        #expect(course.low == .seconds(low))
        #expect(course.out == .seconds(out))
    }
}
