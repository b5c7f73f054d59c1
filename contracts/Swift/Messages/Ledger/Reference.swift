/// The document in another system that a fact comes from.
///
/// The pair of source and document is the business key: it takes effect once, for ever, whatever
/// message or request carries it.
package struct Reference: Codable, Hashable, Sendable {
    /// The system that issued the document: a POS source, `erp`, `console`.
    package let source: String
    /// The number of the document there, as written.
    package let document: String

    /// Characters of the longest number of a document, wherever one stands.
    package static let maximumDocumentLength = 128

    /// Whether a text has as many characters as the number of a document may have.
    ///
    /// Counts Unicode scalars, as `maxLength` of JSON Schema does (draft 2020-12, section 6.3.1).
    package static func isDocument(_ text: String) -> Bool {
        (1...Self.maximumDocumentLength).contains(text.unicodeScalars.count)
    }

    package init(
        source: String,
        document: String
    ) {
        self.source = source
        self.document = document
    }
}
