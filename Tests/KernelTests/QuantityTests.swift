import Kernel
import Testing

struct QuantityTests {
    @Test(
        arguments: [
            ("0", 0), ("12", 120_000), ("12.50", 125_000), ("-0.0001", -1), ("007", 70_000),
            ("922337203685477.5807", .max), ("-922337203685477.5808", .min),
        ] as [(String, Int64)]
    )
    func `reads plain decimals exactly`(text: String, value: Int64) {
        #expect(Quantity(text)?.tenThousandths == value)
    }

    @Test(
        arguments: [
            "", "-", ".5", "5.", "1e3", "+1", " 1", "1.00001", "1,5", "--1", "1.2.3", "٣",
            "922337203685477.5808",
        ]
    )
    func `refuses what it would have to guess or round`(text: String) {
        #expect(Quantity(text) == nil)
    }

    @Test func `every quantity reads back from its own text`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<5_000 {
            let shift = Int64.random(in: 0..<63, using: &random)
            let value = Quantity(tenThousandths: Int64(bitPattern: random.next()) >> shift)
            #expect(Quantity(value.description) == value)
        }
    }

    @Test func `a sum out of range is reported, not wrapped`() {
        let largest = Quantity(tenThousandths: .max)
        #expect(largest.adding(Quantity(tenThousandths: 1)) == nil)
        #expect(largest.multiplied(by: 2) == nil)
    }
}
