import Foundation
import Sealing

/// A file that a ledger is written to, line by line.
///
/// Has another name until it is whole, and never takes the place of one that is there.
final class ExportFile {
    private let path: String
    private let draft: String
    private let handle: FileHandle
    private var buffer = Data()

    /// Bytes that are gathered before they are written.
    private static let piece = 1 << 20

    init(path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw OperatorFailure("there is a file \(path) already", next: "name another one")
        }
        self.path = path
        self.draft = "\(path).part"
        guard FileManager.default.createFile(atPath: self.draft, contents: nil),
            let handle = FileHandle(forWritingAtPath: self.draft)
        else {
            throw OperatorFailure("\(path) cannot be written", next: "name a folder that can")
        }
        self.handle = handle
    }

    func write(_ line: ExportLine) throws {
        self.buffer += try SealCoding.encode(line)
        self.buffer.append(UInt8(ascii: "\n"))
        if self.buffer.count >= Self.piece { try self.flush() }
    }

    /// Puts the file in its place, when all of it is on disk.
    func close() throws {
        try self.flush()
        try self.handle.synchronize()
        try self.handle.close()
        try FileManager.default.moveItem(atPath: self.draft, toPath: self.path)
    }

    private func flush() throws {
        try self.handle.write(contentsOf: self.buffer)
        self.buffer = Data()
    }
}
