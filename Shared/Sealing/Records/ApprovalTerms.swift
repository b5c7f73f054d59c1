import FoundationEssentials
package import Kernel

/// What a rule of approval says, as it is sealed: JSON with sorted members.
package struct ApprovalTerms: Codable, Hashable, Sendable {
    /// Of entries: `adjust` for all corrections but counts, and `count`.
    package let kinds: [String]
    /// The most of one variant, in base units, that one entry may correct without approval.
    package let maximumQuantity: Quantity?
    /// The most that all of an entry may be worth without approval, in millionths of the currency.
    package let maximumValue: Int64?
    package let currency: String?
    /// Whether programs may not approve.
    package let requiresPerson: Bool

    package init(
        kinds: [String],
        maximumQuantity: Quantity? = nil,
        maximumValue: Int64? = nil,
        currency: String? = nil,
        requiresPerson: Bool = true
    ) {
        self.kinds = kinds
        self.maximumQuantity = maximumQuantity
        self.maximumValue = maximumValue
        self.currency = currency
        self.requiresPerson = requiresPerson
    }

    /// - Throws: `DecodingError` for what is no rule.
    package init(text: String) throws {
        self = try SealCoding.decode(ApprovalTerms.self, from: Data(text.utf8))
    }

    package func text() throws -> String {
        String(decoding: try SealCoding.encode(self), as: UTF8.self)
    }
}
