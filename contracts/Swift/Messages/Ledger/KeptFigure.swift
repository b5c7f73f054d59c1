import Kernel

/// A kept figure as people are told of it: a quantity, a number of rows, or what goods are worth.
package struct KeptFigure: Hashable, Sendable {
    package let description: String

    /// - Parameter units: Ten-thousandths of a quantity or number, millionths of a value.
    package init(units: Int64, isValue: Bool) {
        let decimals = isValue ? Self.valueDecimals : Self.quantityDecimals
        self.description = FixedPoint.text(units, decimals: decimals)
    }

    private static let quantityDecimals = 4
    private static let valueDecimals = 6
}

extension KeptFigure: TextCodable {
    package static let form = "a decimal string with at most six decimals"

    package init?(_ text: String) {
        // With as many decimals as a value has, the largest quantity would be out of range.
        let isFigure = [Self.quantityDecimals, Self.valueDecimals].contains { decimals in
            FixedPoint.parse(text, decimals: decimals) != nil
        }
        guard isFigure else { return nil }
        self.description = text
    }
}
