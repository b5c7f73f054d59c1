/// An amount in the smallest unit of its currency: cents of a euro, whole yen.
///
/// On the wire `{"amount": "12.50", "currency": "EUR"}`. There is no `+`: adding euros to yen is an
/// error that the caller has to see.
package struct Money: Hashable, Sendable {
    package let minorUnits: Int64
    package let currency: Currency

    package init(minorUnits: Int64, _ currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Reads a decimal; `nil` where it has more decimals than the currency or is out of range.
    package init?(_ amount: some StringProtocol, _ currency: Currency) {
        guard let value = FixedPoint.parse(amount, decimals: currency.decimals) else { return nil }
        self.init(minorUnits: value, currency)
    }

    /// The decimal form without its currency.
    package var amount: String {
        FixedPoint.text(self.minorUnits, decimals: self.currency.decimals)
    }

    /// - Throws: ``MoneyError``; neither amount changes.
    package func adding(_ other: Money) throws(MoneyError) -> Money {
        guard self.currency == other.currency else {
            throw .currencyMismatch(self.currency, other.currency)
        }
        let (sum, overflow) = self.minorUnits.addingReportingOverflow(other.minorUnits)
        guard !overflow else { throw .overflow }
        return Money(minorUnits: sum, self.currency)
    }
}

/// Why two amounts have no sum.
package enum MoneyError: Error, Hashable {
    case currencyMismatch(Currency, Currency)
    case overflow
}

extension Money: Codable {
    private enum CodingKeys: String, CodingKey {
        case amount
        case currency
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let currency = try container.decode(Currency.self, forKey: .currency)
        guard let value = Money(try container.decode(String.self, forKey: .amount), currency) else {
            throw DecodingError.dataCorruptedError(
                forKey: .amount,
                in: container,
                debugDescription:
                    "must be a decimal string with at most \(currency.decimals) decimals"
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.amount, forKey: .amount)
        try container.encode(self.currency, forKey: .currency)
    }
}
