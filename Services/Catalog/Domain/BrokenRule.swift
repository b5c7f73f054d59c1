/// A value that does not hold what a rule asks of it.
///
/// Knows the rule, not the field: whoever reads the value adds where it stood.
package struct BrokenRule: Error, Hashable {
    /// A stable name for programs, such as `check-digit`.
    package let rule: String
    /// A sentence for people, without the name of the field.
    package let message: String

    package init(_ rule: String, _ message: String) {
        self.rule = rule
        self.message = message
    }
}
