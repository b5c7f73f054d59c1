package import Kernel

/// The code by which a company knows a variant.
///
/// Spaces at the ends are cut; everything else is kept, and codes are compared byte by byte. Case
/// tells them apart: shops do sell `85123A` and `85123a` as two lines of their books, and two
/// variants can be brought together later by an alias, while a wrong union cannot be undone.
/// Searches ignore case, so a second spelling is always shown beside the first.
package struct SKU: Hashable, Sendable {
    package static let maximumCharacters = 64

    @Verbatim package private(set) var rawValue: String

    /// - Throws: ``BrokenRule`` `required`, `max-length` or `printable`.
    package init(_ text: String) throws(BrokenRule) {
        self.rawValue = try Text.trimmed(text, characters: 1...SKU.maximumCharacters)
    }
}
