/// Rows under headings, in columns as wide as their widest cell.
struct TextTable {
    let headings: [String]
    private(set) var rows: [[String]] = []
    /// Columns of numbers, which end at the same place.
    var rightAligned: ClosedRange<Int>?

    init(_ headings: String...) {
        self.headings = headings
    }

    mutating func append(_ cells: String...) {
        precondition(cells.count == self.headings.count, "a row has a cell per heading")
        self.rows.append(cells)
    }

    var text: String {
        let lines = [self.headings] + self.rows
        let widths = self.headings.indices.map { column in
            lines.map { $0[column].count }.max() ?? 0
        }
        return lines.map { cells in
            let padded = cells.indices.map { column in
                let cell = cells[column]
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return self.rightAligned?.contains(column) == true ? space + cell : cell + space
            }
            let line = padded.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        .joined(separator: "\n")
    }
}
