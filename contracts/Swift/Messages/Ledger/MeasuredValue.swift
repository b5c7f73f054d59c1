import Kernel

/// What an instrument shows, or a limit of that: an exact decimal in the unit of its characteristic.
///
/// Nine decimals, so that a limit in micrograms can be given in grams; `1.50` and `1.5` are the same.
package struct MeasuredValue: Hashable, Sendable {
    /// Billionths of the unit.
    package let billionths: Int64

    package static let decimals = 9

    package init(billionths: Int64) { self.billionths = billionths }
}

extension MeasuredValue: Comparable {
    package static func < (left: MeasuredValue, right: MeasuredValue) -> Bool {
        left.billionths < right.billionths
    }
}

extension MeasuredValue: TextCodable {
    package static let form = "a decimal string with at most nine decimals"

    /// The shortest decimal form: `"6.75"`, `"-18"`.
    package var description: String {
        FixedPoint.text(self.billionths, decimals: Self.decimals)
    }

    /// `nil` for more than nine decimals, exponents, or a value out of range: what was measured is
    /// never rounded on the way in.
    package init?(_ text: String) {
        guard let value = FixedPoint.parse(text, decimals: Self.decimals) else { return nil }
        self.init(billionths: value)
    }
}
