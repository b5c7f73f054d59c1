package import Kernel

/// What one unit costs, exactly as written.
///
/// Prices per unit have more decimals than a currency has coins (`0.00125` for a screw), so this is
/// not ``Money``: up to six decimals, never negative.
package struct UnitPrice: Hashable, Sendable {
    /// A decimal such as `2.55`.
    package let amount: String
    package let currency: Currency

    package static let maximumDecimals = 6
    private static let maximumDigits = 12

    /// `nil` where `amount` is no such decimal.
    package init?(_ amount: String, _ currency: Currency) {
        let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts.contains(where: \.isEmpty),
            parts[0].utf8.count <= UnitPrice.maximumDigits,
            parts.dropFirst().allSatisfy({ $0.utf8.count <= UnitPrice.maximumDecimals }),
            parts.joined().utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        self.amount = amount
        self.currency = currency
    }
}

extension UnitPrice: Codable {
    private enum CodingKeys: String, CodingKey {
        case amount
        case currency
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let amount = try container.decode(String.self, forKey: .amount)
        let currency = try container.decode(Currency.self, forKey: .currency)
        guard let price = UnitPrice(amount, currency) else {
            throw DecodingError.dataCorruptedError(
                forKey: .amount,
                in: container,
                debugDescription: "must be a decimal string with at most six decimals"
            )
        }
        self = price
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.amount, forKey: .amount)
        try container.encode(self.currency, forKey: .currency)
    }
}
