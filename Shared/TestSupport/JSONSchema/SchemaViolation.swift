/// One place of a document that breaks one keyword of its schema.
package struct SchemaViolation: Hashable, Sendable, CustomStringConvertible {
    /// Where in the document, as a JSON Pointer.
    package let pointer: String
    /// The keyword of the schema.
    package let keyword: String
    package let message: String

    package var description: String {
        "\(self.pointer.isEmpty ? "/" : self.pointer) \(self.keyword): \(self.message)"
    }
}
