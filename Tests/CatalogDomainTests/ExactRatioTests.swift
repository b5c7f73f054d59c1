import CatalogDomain
import Kernel
import Testing

struct ExactRatioTests {
    @Test func `three thirds of a kilogram are one, one third is refused`() throws {
        let third = try ExactRatio(1, 3)
        #expect(try third.convert(3) == 1)
        let error = #expect(throws: BrokenRule.self) { try third.convert(1) }
        #expect(error?.rule == "exact-conversion")
    }

    @Test func `twelve-packs become pieces and back`() throws {
        let dozen = try ExactRatio(12, 1)
        #expect(try dozen.convert(5) == 60)
        #expect(try dozen.inverse.convert(60) == 5)
        #expect(try dozen.inverse.convert(30) == Quantity("2.5"))
        #expect(throws: BrokenRule.self) { try dozen.inverse.convert(61) }
    }

    @Test func `ratios are kept in lowest terms`() throws {
        #expect(try ExactRatio(24, 36) == ExactRatio(2, 3))
        #expect(try ExactRatio(24, 36).description == "2/3")
    }

    @Test(arguments: [(0, 1), (1, 0), (-1, 2), (1, -2)] as [(Int64, Int64)])
    func `both terms are above zero`(numerator: Int64, denominator: Int64) {
        #expect(throws: BrokenRule.self) { try ExactRatio(numerator, denominator) }
    }

    @Test func `what leaves 64 bits is refused, not wrapped`() throws {
        let large = try ExactRatio(.max, 1)
        #expect(large.multiplied(by: try ExactRatio(2, 1)) == nil)
        #expect(large.multiplied(by: large.inverse) == .one)
        let error = #expect(throws: BrokenRule.self) { try large.convert(2) }
        #expect(error?.rule == "range")
    }

    @Test func `large terms do not overflow on the way`() throws {
        let ratio = try ExactRatio(.max - 1, .max)
        #expect(
            try ratio.convert(Quantity(tenThousandths: .max))
                == Quantity(tenThousandths: .max - 1)
        )
    }

    @Test func `converting there and back is the identity`() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            let ratio = try ExactRatio(
                Int64.random(in: 1...10_000, using: &random),
                Int64.random(in: 1...10_000, using: &random)
            )
            let value = Int64.random(in: -1_000_000...1_000_000, using: &random)
            let quantity = Quantity(tenThousandths: value * ratio.denominator)
            let there = try ratio.convert(quantity)
            #expect(there.tenThousandths == value * ratio.numerator)
            #expect(try ratio.inverse.convert(there) == quantity)
        }
    }
}
