extension DocumentAccount {
    /// Documents that are named one by one, for each fate but the good one.
    private static let namedDocuments = 10

    /// The account for people.
    var text: String {
        var table = TextTable("this file", "invoices", "documents", "lines")
        for fate in self.fates {
            table.append(
                fate.name,
                "\(fate.invoiceCount)",
                "\(fate.documents.count)",
                "\(fate.lineCount)"
            )
            if fate.name == Self.applied {
                table.append("  of them without stock effect", "", "", "\(self.linesWithoutStock)")
            }
        }
        let names = self.fates.filter { $0.name != Self.applied }.map { fate in
            let documents = fate.documents.prefix(Self.namedDocuments).map(\.documentId)
            let more = fate.documents.count > Self.namedDocuments ? ", ..." : ""
            return "\(fate.name): \(documents.joined(separator: ", "))\(more)"
                + (fate.detail.map { " (\($0))" } ?? "")
        }
        return ([table.text] + names).joined(separator: "\n")
    }
}
