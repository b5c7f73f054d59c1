import Foundation

/// The terminal, or whatever took its place.
struct Console: Sendable {
    static let standard = Self(output: .standardOutput, isTerminal: isatty(STDOUT_FILENO) == 1)

    private let output: FileHandle
    /// Whether a line can be written over.
    let isTerminal: Bool

    init(output: FileHandle, isTerminal: Bool) {
        self.output = output
        self.isTerminal = isTerminal
    }

    /// Writes `text` and a line end.
    ///
    /// - Throws: When the other end is gone, as in `stockbookctl status | head -1`.
    func write(_ text: String) throws {
        try self.output.write(contentsOf: Data("\(text)\n".utf8))
    }

    /// Writes `text` as it is.
    func write(text: String) throws {
        try self.output.write(contentsOf: Data(text.utf8))
    }

    /// Replaces the current line of a terminal; elsewhere nothing, because a log keeps every line.
    func overwrite(with text: String) throws {
        guard self.isTerminal else { return }
        try self.output.write(contentsOf: Data("\r\u{1B}[K\(text)".utf8))
    }
}
