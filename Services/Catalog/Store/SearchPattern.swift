import Postgres

/// How a text that somebody typed is looked for.
enum SearchPattern {
    /// The `LIKE` pattern of any text that holds this one, in lower case.
    ///
    /// The trigram index serves it from three characters on.
    static func part(_ text: String) -> String {
        let escaped = text.lowercased().flatMap { character in
            "\\%_".contains(character) ? "\\\(character)" : "\(character)"
        }
        return "%\(String(escaped))%"
    }

    /// The condition that a column of byte order begins with this text, as it is written.
    ///
    /// Written as a range, because a prepared `LIKE` hides from the planner where a range ends.
    static func prefix(_ text: String, of column: SQL) -> SQL {
        // The last code point sorts after every text that continues the prefix.
        let highest = "\(text)\u{10FFFF}"
        return "(\(fragment: column) >= \(text) AND \(fragment: column) < \(highest))"
    }
}
