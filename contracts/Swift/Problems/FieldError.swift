/// One field of a request or message that breaks one rule.
package struct FieldError: Codable, Hashable, Sendable {
    /// Where, as a JSON Pointer (RFC 6901): `/lines/0/quantity`; empty for the whole.
    package let pointer: String
    /// The rule, as a stable word for programs: `required`, `maximum`, `unknown-sku`.
    package let rule: String
    /// The rule as a sentence for people.
    package let message: String
    /// The row of an imported file, from 1 for the first below the header.
    package let row: Int?

    package init(pointer: String, rule: String, message: String, row: Int? = nil) {
        self.pointer = pointer
        self.rule = rule
        self.message = message
        self.row = row
    }
}
