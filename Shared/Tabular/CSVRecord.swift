/// One record of a CSV text.
package struct CSVRecord: Hashable, Sendable {
    /// The physical line on which the record begins, counted from 1.
    package let line: Int
    package let fields: [String]

    package init(line: Int, fields: [String]) {
        self.line = line
        self.fields = fields
    }
}
