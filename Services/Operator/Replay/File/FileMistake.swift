/// One field of a file that breaks one rule.
struct FileMistake: Error, Hashable, Sendable {
    /// The line of the file, counted from 1.
    let line: Int
    let field: String
    let rule: String
    /// What is written there.
    let value: String
}
