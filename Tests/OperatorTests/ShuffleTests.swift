import Testing

@testable import Operator

@Suite struct ShuffleTests {
    private static let copies = CopyRange(1...3)

    @Test func `a seed decides the order`() {
        let first = Shuffle(documents: 100, copies: Self.copies, seed: 7).turns
        #expect(first == Shuffle(documents: 100, copies: Self.copies, seed: 7).turns)
        #expect(first != Shuffle(documents: 100, copies: Self.copies, seed: 8).turns)
    }

    @Test func `every document is published one to three times`() {
        let turns = Shuffle(documents: 1_000, copies: Self.copies, seed: 1).turns
        let counts = turns.reduce(into: [Int: Int]()) { $0[$1.document, default: 0] += 1 }
        #expect(counts.count == 1_000)
        #expect(Set(counts.values) == [1, 2, 3])
        #expect(Set(turns).count == turns.count)
    }

    @Test(arguments: [("2", 2...2), ("1...3", 1...3), ("3...3", 3...3)])
    func `a number of copies is one or a range`(text: String, bounds: ClosedRange<Int>) {
        #expect(CopyRange(argument: text)?.bounds == bounds)
    }

    @Test(arguments: ["", "0", "3...1", "1..3", "1...3...5", "-1", "1...99", "one", "..."])
    func `anything else is no number of copies`(text: String) {
        #expect(CopyRange(argument: text) == nil)
    }
}
