package import Kernel

/// The document in another system that a fact comes from.
///
/// The pair of source and document is the business key: it takes effect once, for ever, whatever
/// message or request carries it. Two pairs are the same where their bytes are.
package struct Reference: Codable, Hashable, Sendable {
    /// The system that issued the document: a POS source, `erp`, `console`.
    @Verbatim package private(set) var source: String
    /// The number of the document there, as written.
    @Verbatim package private(set) var document: String

    /// Of the number of a document, wherever one stands.
    package static let documentLength = TextLength(1...128)

    /// Whether a text can be the number of a document: as long as that may be, and printable.
    package static func isDocument(_ text: String) -> Bool {
        Self.documentLength.allows(text) && !Self.hasControlCharacters(text)
    }

    /// Whether there are control characters of ASCII in a text, which no number of a document has.
    package static func hasControlCharacters(_ text: String) -> Bool {
        text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
    }

    package init(
        source: String,
        document: String
    ) {
        self.source = source
        self.document = document
    }
}
