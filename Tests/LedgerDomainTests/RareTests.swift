import LedgerDomain
import Testing

struct RareTests {
    private struct Large: Hashable {
        var first = 0
        var (second, third, fourth) = (0, 0, 0)
    }

    private struct Holder: Hashable {
        @Rare var part: Large?
        @Rare var other: Large?
    }

    @Test func `what is seldom there takes the room of a reference, however large it is`() {
        #expect(MemoryLayout<Rare<Large>>.size == MemoryLayout<AnyObject?>.size)
        #expect(MemoryLayout<Large>.size > MemoryLayout<Rare<Large>>.size)
    }

    @Test func `a copy is a value of its own, and equal as long as its parts are`() {
        var first = Holder()
        #expect(first.part == nil)
        first.part = Large()
        first.part?.first = 1
        var second = first
        #expect(second == first)
        #expect(second.hashValue == first.hashValue)
        second.part?.first = 2
        #expect(first.part?.first == 1)
        #expect(second != first)
        second.part = nil
        #expect(second == Holder())
    }
}
