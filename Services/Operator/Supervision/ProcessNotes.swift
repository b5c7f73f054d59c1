import Foundation

/// What the supervisor knows about one process, kept where `status` finds it.
struct ProcessNotes: Codable, Hashable, Sendable {
    /// Where the process is in its life.
    enum State: String, Codable {
        case running
        /// Ended; starts again when the pause is over.
        case pausing
        case stopped
    }

    var state: State
    /// When it came into this state.
    var since: Date
    /// Starts since the supervisor began, without the first.
    var restarts: Int
    /// Processes in a row that did not last.
    var failures: Int
    /// How the last process ended; nil while the first runs.
    var lastEnd: String?

    /// Replaces the file in one step, so that a reader never sees half of it.
    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys]
        try encoder.encode(self).write(to: URL(filePath: path), options: .atomic)
    }

    /// The notes at `path`; nil where there are none or they are not ours.
    static func read(from path: String) -> Self? {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        // Notes of another version say nothing; the process itself is still asked.
        return FileManager.default.contents(atPath: path).flatMap {
            try? decoder.decode(Self.self, from: $0)
        }
    }
}
