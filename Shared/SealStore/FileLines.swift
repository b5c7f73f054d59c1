import Foundation

/// The lines of a file, of which a piece at a time is in memory.
struct FileLines {
    private let file: FileHandle
    private var buffer = Data()
    private var isAtEnd = false

    /// Bytes that are read at once.
    private static let piece = 1 << 20
    /// The longest line, in bytes: a block of a few thousand movements needs a tenth of it.
    private static let maximumLength = 1 << 24

    init(path: String) throws {
        self.file = try FileHandle(forReadingFrom: URL(filePath: path))
    }

    /// The next line without its end; `nil` after the last one.
    ///
    /// - Throws: ``UnreadableSeal`` for a line that is too long.
    mutating func next() throws -> Data? {
        var searched = self.buffer.startIndex
        while true {
            if let end = self.buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = self.buffer[self.buffer.startIndex..<end]
                self.buffer = self.buffer[(end + 1)...]
                return Data(line)
            }
            guard !self.isAtEnd else {
                defer { self.buffer = Data() }
                return self.buffer.isEmpty ? nil : Data(self.buffer)
            }
            guard self.buffer.count <= Self.maximumLength else {
                throw UnreadableSeal("a line is longer than \(Self.maximumLength) bytes")
            }
            // Copied, so that what was read is given up.
            let length = self.buffer.count
            self.buffer = Data(self.buffer)
            searched = length
            guard let more = try self.file.read(upToCount: Self.piece), !more.isEmpty else {
                self.isAtEnd = true
                continue
            }
            self.buffer.append(more)
        }
    }
}
