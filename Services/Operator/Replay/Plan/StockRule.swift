/// Tells goods from charges by their codes.
struct StockRule {
    private let stock: [Regex<AnyRegexOutput>]
    private let charges: [Regex<AnyRegexOutput>]

    /// - Throws: ``OperatorFailure`` naming a pattern that is not a regular expression.
    init(_ rules: RetailRules) throws {
        self.stock = try rules.stock.map(Self.regex)
        self.charges = try rules.charges.map(Self.regex)
    }

    func isStock(_ code: String) -> Bool {
        func matches(_ regex: Regex<AnyRegexOutput>) -> Bool {
            code.wholeMatch(of: regex) != nil
        }
        return !self.charges.contains(where: matches) && self.stock.contains(where: matches)
    }

    private static func regex(_ pattern: RetailRules.Pattern) throws -> Regex<AnyRegexOutput> {
        do {
            return try Regex(pattern.pattern).ignoresCase()
        } catch {
            throw OperatorFailure(
                "the rules have the pattern \(pattern.pattern), which cannot be read: \(error)",
                next: "write it as a regular expression over the whole code"
            )
        }
    }
}
