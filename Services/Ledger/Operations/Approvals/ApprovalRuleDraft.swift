import Contracts
import Kernel
import LedgerDomain
import Postgres
import Sealing

/// What needs a second pair of eyes from now on.
struct ApprovalRuleDraft: Codable, Sendable {
    let id: ID<Entry>?
    let kinds: [EntryKind]?
    let maximumQuantity: Quantity?
    let maximumValue: ApprovalValue?
    let programsMayApprove: Bool?
    let reason: String

    /// The rule as it is sealed.
    ///
    /// - Parameter currency: That of the book of costs.
    /// - Throws: 422 for what breaks a rule.
    func terms(in currency: String) throws(Problem) -> ApprovalTerms {
        var rules = DraftRules()
        rules.text(self.reason, "/reason", limit: DraftRules.maximumNote)
        let kinds = self.kinds.map { Set($0) } ?? ApprovalRule.governed
        if kinds.isEmpty || !kinds.isSubset(of: ApprovalRule.governed) {
            rules.add("/kinds", "known", "A rule is about adjust, count or both.")
        }
        if self.maximumQuantity?.isNegative ?? false {
            rules.add("/maximumQuantity", "minimum", "A limit is not below zero.")
        }
        if let value = self.maximumValue {
            if value.amount.isNegative || value.amount > .largest {
                rules.add("/maximumValue/amount", "range", "A limit is not below zero.")
            }
            if value.currency.code != currency {
                rules.add("/maximumValue/currency", "own", "Values are in \(currency).")
            }
        }
        try rules.finish()
        return ApprovalTerms(
            kinds: kinds.map(\.rawValue).sorted(),
            maximumQuantity: self.maximumQuantity,
            maximumValue: self.maximumValue?.amount.millionths,
            currency: self.maximumValue?.currency.code,
            requiresPerson: !(self.programsMayApprove ?? false)
        )
    }
}

/// A limit of values.
struct ApprovalValue: Codable, Sendable {
    let amount: CostValue
    let currency: Currency
}

/// A rule of approval as its own document.
struct ApprovalRuleBody: Codable, Sendable {
    let id: ID<Entry>
    let kinds: [String]
    let maximumQuantity: Quantity?
    let maximumValue: ApprovalValue?
    let programsMayApprove: Bool
    let reason: String
    let actor: Actor
    let recordedAt: Timestamp

    init(_ row: Row) throws {
        let terms = try ApprovalTerms(text: row.decode("terms", as: String.self))
        self.id = try row.decode("id")
        self.kinds = terms.kinds
        self.maximumQuantity = terms.maximumQuantity
        self.maximumValue = terms.maximumValue.flatMap { amount in
            terms.currency.flatMap { Currency($0) }.map { currency in
                ApprovalValue(amount: CostValue(millionths: amount), currency: currency)
            }
        }
        self.programsMayApprove = !terms.requiresPerson
        self.reason = try row.decode("note", as: String?.self) ?? ""
        self.actor = try Actor(entry: row)
        self.recordedAt = try row.decode("recorded_at")
    }
}
