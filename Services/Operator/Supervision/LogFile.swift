import Foundation

/// A log that never grows beyond a limit: full files are renamed, the oldest is removed.
actor LogFile {
    static let maximumBytes = 10 * 1_048_576
    /// `ledger.log.1` is the newest of these, `ledger.log.4` the oldest.
    static let olderFiles = 4

    private let path: String
    private let maximumBytes: Int
    private var file: FileHandle?
    private var size = 0

    init(path: String, maximumBytes: Int = LogFile.maximumBytes) {
        self.path = path
        self.maximumBytes = maximumBytes
    }

    /// Writes `bytes`; a file changes only behind a line end.
    func append(_ bytes: [UInt8]) throws {
        guard self.size + bytes.count > self.maximumBytes,
            let end = bytes.lastIndex(of: UInt8(ascii: "\n"))
        else { return try self.write(bytes[...]) }
        try self.write(bytes[...end])
        try self.rotate()
        try self.write(bytes[(end + 1)...])
    }

    func close() throws {
        try self.file?.close()
        self.file = nil
    }

    private func write(_ bytes: ArraySlice<UInt8>) throws {
        guard !bytes.isEmpty else { return }
        let file = try self.file ?? self.open()
        try file.write(contentsOf: Data(bytes))
        self.size += bytes.count
    }

    private func open() throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: self.path) {
            try Data().write(to: URL(filePath: self.path))
        }
        let file = try FileHandle(forWritingTo: URL(filePath: self.path))
        self.size = Int(try file.seekToEnd())
        self.file = file
        return file
    }

    private func rotate() throws {
        try self.close()
        let files = FileManager.default
        let names = [self.path] + (1...Self.olderFiles).map { "\(self.path).\($0)" }
        if files.fileExists(atPath: names[Self.olderFiles]) {
            try files.removeItem(atPath: names[Self.olderFiles])
        }
        for index in stride(from: Self.olderFiles, to: 0, by: -1)
        where files.fileExists(atPath: names[index - 1]) {
            try files.moveItem(atPath: names[index - 1], toPath: names[index])
        }
        self.size = 0
    }
}
