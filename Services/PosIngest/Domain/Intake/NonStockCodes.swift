/// The codes of charges among the lines of a source: postage, fees, discounts.
///
/// Compared without regard to case; a `*` at the end of a pattern stands for any rest.
package struct NonStockCodes: Hashable, Sendable {
    package let patterns: [String]
    private let codes: Set<String>
    private let prefixes: [String]

    package init(_ patterns: [String]) {
        self.patterns = patterns
        let folded = patterns.map { $0.lowercased() }
        self.codes = Set(folded.filter { !$0.hasSuffix("*") })
        self.prefixes = folded.filter { $0.hasSuffix("*") }.map { String($0.dropLast()) }
    }

    package func contains(_ code: String) -> Bool {
        let folded = code.lowercased()
        return self.codes.contains(folded) || self.prefixes.contains(where: folded.hasPrefix)
    }
}
