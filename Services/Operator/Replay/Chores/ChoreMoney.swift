import Contracts
import FoundationEssentials

/// Money of chores.
enum ChoreMoney {
    /// The code for tests of ISO 4217, so that nobody's rates are touched.
    static let foreign = "XTS"
    /// In the currency of the book.
    static let rate = "0.8125"
    /// What one costs, in foreign money.
    static let price: JSONValue = ["amount": "2.40", "currency": .string(Self.foreign)]
    /// The same in the currency of the book.
    static let worth = Decimal(195) / 100
}
