/// The code by which a company knows a variant.
///
/// Spaces at the ends are cut and runs of spaces inside become one, as in `BANK CHARGES`. Case is
/// kept and tells codes apart: shops do sell `85123A` and `85123a` as two lines of their books, and
/// two variants can be brought together later by an alias while a wrong union cannot be undone.
/// Searches ignore case, so a second spelling is always shown beside the first.
package struct SKU: Hashable, Sendable {
    package static let maximumCharacters = 64

    package let rawValue: String

    /// - Throws: ``BrokenRule`` `required`, `max-length` or `printable`.
    package init(_ text: String) throws(BrokenRule) {
        self.rawValue = try Text.normalized(text, characters: 1...SKU.maximumCharacters)
    }
}
