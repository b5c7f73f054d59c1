/// Why a file of sales is not replayed; nothing has been sent then.
struct SalesFileError: Error, CustomStringConvertible {
    /// Mistakes that are named; the rest is counted.
    static let namedMistakes = 50

    let path: String
    let mistakes: [FileMistake]
    /// All mistakes, also those that are not named.
    let count: Int

    var description: String {
        var table = TextTable("line", "field", "rule", "value")
        for mistake in self.mistakes {
            table.append("\(mistake.line)", mistake.field, mistake.rule, mistake.value)
        }
        let more = self.count - self.mistakes.count
        return """
            \(self.path) has \(self.count) mistakes; nothing was sent
            \(table.text)\(more > 0 ? "\n... and \(more) more" : "")
                 next: correct the rows and run it again
            """
    }
}
