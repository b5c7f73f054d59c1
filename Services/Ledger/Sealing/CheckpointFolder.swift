import Foundation
import Sealing

/// A folder to which checkpoints are exported, each as a file that is never written again.
struct CheckpointFolder: Sendable {
    let path: String

    /// The number of the latest checkpoint in it; zero without any.
    func last() throws -> Int64 {
        try FileManager.default.createDirectory(
            atPath: self.path,
            withIntermediateDirectories: true
        )
        return try FileManager.default.contentsOfDirectory(atPath: self.path)
            .compactMap(CheckpointNote.number).max() ?? 0
    }

    /// Writes a checkpoint: when this returns, it is on disk as a whole.
    func write(_ note: CheckpointNote) throws {
        let file = "\(self.path)/\(note.fileName)"
        let draft = "\(self.path)/.\(note.fileName)"
        let bytes = try SealCoding.encode(note, isPretty: true) + Data("\n".utf8)
        try bytes.write(to: URL(filePath: draft))
        try self.flush(draft)
        // Fails where the file is there already, which stays as it is.
        try FileManager.default.moveItem(atPath: draft, toPath: file)
        try self.flush(self.path)
    }

    private func flush(_ path: String) throws {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { handle.closeFile() }
        try handle.synchronize()
    }
}
