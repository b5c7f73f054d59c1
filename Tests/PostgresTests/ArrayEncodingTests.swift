import Kernel
import Postgres
import Testing

/// Arrays of numbers are written at once; with the same elements as optionals one after the other.
struct ArrayEncodingTests {
    private func bytes(_ value: some PostgresValue) -> [UInt8] {
        var bytes: [UInt8] = [7]
        value.encode(into: &bytes)
        return bytes
    }

    private func expectSame<Value: PostgresScalar>(
        _ type: Value.Type = Value.self,
        _ make: (inout SeededGenerator) -> Value
    ) {
        var random = SeededGenerator(seed: 24)
        for count in [0, 1, 2, 3, 17, 100] {
            let values = (0..<count).map { _ in make(&random) }
            #expect(self.bytes(values) == self.bytes(values.map(Optional.some)), "\(type)")
        }
    }

    @Test func `numbers of any length`() {
        self.expectSame { Bool.random(using: &$0) }
        self.expectSame { Int16.random(in: .min ... .max, using: &$0) }
        self.expectSame { Int32.random(in: .min ... .max, using: &$0) }
        self.expectSame { Int64.random(in: .min ... .max, using: &$0) }
        self.expectSame { Int.random(in: .min ... .max, using: &$0) }
        self.expectSame { Double.random(in: -1e9...1e9, using: &$0) }
    }

    @Test func `quantities, times and days`() {
        self.expectSame { Quantity(tenThousandths: .random(in: .min ... .max, using: &$0)) }
        self.expectSame { Timestamp(microseconds: .random(in: -1 << 53...1 << 53, using: &$0)) }
        self.expectSame { CivilDate(daysSinceEpoch: .random(in: 0...2_900_000, using: &$0)) }
    }

    @Test func `identifiers`() {
        self.expectSame { random in
            ID<Self>(.version7(milliseconds: random.next() >> 16, using: &random))
        }
    }
}
