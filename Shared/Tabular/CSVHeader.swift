/// The names of the columns, taken from the first record.
package struct CSVHeader: Hashable, Sendable {
    package let columns: [String]

    /// Takes the names without the spaces around them.
    ///
    /// - Throws: ``CSVError/header(line:column:)`` for an empty or a repeated name.
    package init(_ record: CSVRecord) throws(CSVError) {
        let columns = record.fields.map(CSVHeader.trimmed)
        var seen: Set<String> = []
        for column in columns where column.isEmpty || !seen.insert(column).inserted {
            throw .header(line: record.line, column: column)
        }
        self.columns = columns
    }

    /// The fields of a record by column; columns beyond the end of a short record are absent.
    ///
    /// `nil` where the record has more fields than there are columns.
    package func values(of record: CSVRecord) -> [String: String]? {
        guard record.fields.count <= self.columns.count else { return nil }
        return Dictionary(uniqueKeysWithValues: zip(self.columns, record.fields))
    }

    private static func trimmed(_ name: String) -> String {
        let isSpace = { (character: Character) in character.isWhitespace }
        let head = name.drop(while: isSpace)
        return String(head.reversed().drop(while: isSpace).reversed())
    }
}
