import Kernel

/// What a file of a month holds, so that any writer of another format reads it without loss.
struct ArchiveManifest: Codable, Hashable, Sendable {
    static let format = "stockbook-movements-csv-1"

    let format: String
    /// Which ledger it is of, as its checkpoints name it.
    let ledger: String
    let month: String
    /// Beside this one; CSV as in RFC 4180, in UTF-8.
    let file: String
    let sha256: String
    let rows: Int64
    let first: Position?
    let last: Position?
    let columns: [ArchiveColumn]
    /// An empty field without quotation marks has no value; with them it is an empty text.
    var null = ""
    /// The first checkpoint that vouches for all of the month; without one it is not sealed yet.
    let checkpoint: Vouching?

    /// Where a movement stands.
    struct Position: Codable, Hashable, Sendable {
        let recordedAt: Timestamp
        let movement: String
    }

    /// A signed checkpoint that comes after the month.
    struct Vouching: Codable, Hashable, Sendable {
        let number: Int64
        let lastSequence: Int64
        /// Of the chain of blocks, in hexadecimal digits.
        let head: String
    }
}
