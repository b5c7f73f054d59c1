import Testing

@testable import Ledger

struct BatchSizeTests {
    @Test func `a batch that fails is followed by smaller ones, and success lets them grow`() {
        var size = BatchSize(limit: 100)
        size.shrink()
        #expect(size.current == 50)
        size.grow(after: 3)
        #expect(size.current == 50)
        size.grow(after: 50)
        #expect(size.current == 100)
        for _ in 0..<20 { size.shrink() }
        #expect(size.current == 1)
    }
}
