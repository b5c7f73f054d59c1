import Kernel
import Testing

struct CollectionPartsTests {
    @Test func `parts are as long as their number of elements allows`() {
        #expect((1...7).parts(ofAtMost: 3).map(Array.init) == [[1, 2, 3], [4, 5, 6], [7]])
        #expect((1...6).parts(ofAtMost: 3).map(Array.init) == [[1, 2, 3], [4, 5, 6]])
        #expect([Int]().parts(ofAtMost: 3).isEmpty)
    }

    @Test func `parts are as heavy as their weight allows`() {
        let parts = [4, 5, 2, 9, 1, 10].parts(ofAtMost: 10, weighingAtMost: 10) { $0 }
        #expect(parts.map(Array.init) == [[4, 5], [2], [9, 1], [10]])
    }

    @Test func `an element that is too heavy is a part of its own`() {
        let parts = [1, 30, 2].parts(ofAtMost: 10, weighingAtMost: 10) { $0 }
        #expect(parts.map(Array.init) == [[1], [30], [2]])
    }

    @Test func `random parts keep every element and both limits`() {
        var generator = SeededGenerator(seed: 26)
        for _ in 0..<500 {
            let weights = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                Int.random(in: 0...12, using: &generator)
            }
            let count = Int.random(in: 1...9, using: &generator)
            let parts = weights.parts(ofAtMost: count, weighingAtMost: 20) { $0 }
            #expect(parts.flatMap { $0 } == weights)
            #expect(parts.allSatisfy { 1...count ~= $0.count && $0.reduce(0, +) <= 20 })
            for (part, next) in zip(parts, parts.dropFirst()) {
                let isFull = part.count == count || part.reduce(0, +) + (next.first ?? 0) > 20
                #expect(isFull)
            }
        }
    }
}
