import Foundation
package import Sealing

/// Checkpoints in a folder that is kept elsewhere, read one after the other.
package struct KeptCheckpoints {
    private let folder: String
    /// Of the files that have not been read, in order.
    private var names: ArraySlice<String> = []
    private var next: CheckpointNote?

    /// The keys that the latest one was written with.
    package private(set) var keys: [KeyRecord] = []

    /// Where nothing is kept.
    package static let none = KeptCheckpoints()

    private init() {
        self.folder = ""
    }

    /// - Throws: What reading the folder does, and ``UnreadableSeal`` for a folder without checkpoints.
    package init(folder: String) throws {
        self.folder = folder
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { CheckpointNote.number(ofFile: $0) != nil }.sorted()
        guard let last = names.last else { throw UnreadableSeal("\(folder) has no checkpoints") }
        self.names = names[...]
        self.keys = try self.note(last).keys
        self.next = try self.readNext()
    }

    /// Those that are of chains of so many blocks or fewer and have not been taken before.
    package mutating func take(upTo blocks: Int64) throws -> [Checkpoint] {
        var taken: [Checkpoint] = []
        while let note = self.next, note.checkpoint.blocks <= blocks {
            taken.append(note.checkpoint)
            self.next = try self.readNext()
        }
        return taken
    }

    private mutating func readNext() throws -> CheckpointNote? {
        try self.names.popFirst().map { try self.note($0) }
    }

    private func note(_ name: String) throws -> CheckpointNote {
        do {
            let bytes = try Data(contentsOf: URL(filePath: "\(self.folder)/\(name)"))
            return try SealCoding.decode(CheckpointNote.self, from: bytes)
        } catch is DecodingError {
            throw UnreadableSeal("\(self.folder)/\(name) is no checkpoint")
        }
    }
}
