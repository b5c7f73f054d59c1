package import Contracts
package import Kernel

/// How much of the company's own currency one unit of another is worth, in ten-billionths.
package struct ExchangeRate: Hashable, Sendable {
    package let tenBillionths: Int64

    /// The number of decimals that a rate can carry: enough for currencies of little worth.
    package static let decimals = 10

    /// Between the company's currency and itself.
    package static let one = ExchangeRate(tenBillionths: 10_000_000_000)

    package init(tenBillionths: Int64) {
        self.tenBillionths = tenBillionths
    }

    /// What `quantity` base units are worth at `price` each, rounded once.
    ///
    /// - Returns: `nil` beyond ``CostValue/largest``.
    package func value(of quantity: Quantity, at price: UnitPrice) -> CostValue? {
        guard let each = FixedPoint.parse(price.amount, decimals: CostValue.decimals)
        else { return nil }
        let (product, isOver) = (Int128(each) * Int128(quantity.tenThousandths))
            .multipliedReportingOverflow(by: Int128(self.tenBillionths))
        guard !isOver else { return nil }
        return CostValue(rounding: product, over: Self.scale)
    }

    /// Ten-thousandths of a unit times ten-billionths of a currency.
    private static let scale: Int128 = 100_000_000_000_000
}

extension ExchangeRate: TextCodable {
    package static let form = "a decimal string above zero with at most ten decimals"

    package var description: String {
        FixedPoint.text(self.tenBillionths, decimals: ExchangeRate.decimals)
    }

    package init?(_ text: some StringProtocol) {
        guard let value = FixedPoint.parse(text, decimals: ExchangeRate.decimals), value > 0
        else { return nil }
        self.init(tenBillionths: value)
    }
}
