/// The document in another system that a fact comes from.
///
/// The pair of source and document is the business key: it takes effect once, for ever, whatever
/// message or request carries it.
package struct Reference: Codable, Hashable, Sendable {
    /// The system that issued the document: a POS source, `erp`, `console`.
    package let source: String
    /// The number of the document there, as written.
    package let document: String

    package init(
        source: String,
        document: String
    ) {
        self.source = source
        self.document = document
    }
}
