import Kernel
import Testing

struct MoneyTests {
    let euro = Currency("EUR").unsafelyUnwrappedForTest
    let yen = Currency("JPY").unsafelyUnwrappedForTest

    @Test func `an amount has no more decimals than its currency`() {
        #expect(Money("12.50", self.euro)?.minorUnits == 1_250)
        #expect(Money("12.505", self.euro) == nil)
        #expect(Money("12", self.yen)?.minorUnits == 12)
        #expect(Money("12.5", self.yen) == nil)
    }

    @Test func `adding euros to yen is refused`() {
        #expect(throws: MoneyError.currencyMismatch(self.euro, self.yen)) {
            try Money(minorUnits: 1, self.euro).adding(Money(minorUnits: 1, self.yen))
        }
    }

    @Test func `an overflow is an error, not a trap`() {
        #expect(throws: MoneyError.overflow) {
            try Money(minorUnits: .max, self.euro).adding(Money(minorUnits: 1, self.euro))
        }
    }
}

extension Optional {
    fileprivate var unsafelyUnwrappedForTest: Wrapped {
        guard let self else { preconditionFailure("a known currency code") }
        return self
    }
}
