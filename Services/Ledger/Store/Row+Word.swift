import Postgres

extension Row {
    /// Reads a column that holds one of a closed list of words.
    func word<Word: RawRepresentable<String>>(
        _ column: String,
        as type: Word.Type = Word.self
    ) throws -> Word {
        try UnreadableRow.word(try self.decode(column))
    }

    /// Reads a column by its place.
    func word<Word: RawRepresentable<String>>(
        _ column: Int,
        as type: Word.Type = Word.self
    ) throws -> Word {
        try UnreadableRow.word(try self.decode(column))
    }
}

/// A column holds a word that this build does not know: a newer one has written it.
struct UnreadableRow: Error {
    let word: String

    fileprivate static func word<Word: RawRepresentable<String>>(
        _ text: String
    ) throws(UnreadableRow) -> Word {
        guard let word = Word(rawValue: text) else { throw UnreadableRow(word: text) }
        return word
    }
}
