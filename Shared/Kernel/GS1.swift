/// The arithmetic that the numbers of GS1 share.
package enum GS1 {
    /// The digit that brings a number to a multiple of ten.
    ///
    /// GS1 General Specifications, section 7.9.1: from the right, the digits before the check digit
    /// weigh 3, 1, 3, 1 …
    package static func checkDigit(of digits: some BidirectionalCollection<Int>) -> Int {
        var sum = 0
        var weight = 3
        for digit in digits.reversed() {
            sum += digit * weight
            weight = 4 - weight
        }
        return (10 - sum % 10) % 10
    }

    /// The digits of a text; `nil` where something else is in it.
    package static func digits(of text: some StringProtocol) -> [Int]? {
        let values = text.utf8.map { Int($0) - Int(UInt8(ascii: "0")) }
        return values.allSatisfy((0...9).contains) ? values : nil
    }
}
