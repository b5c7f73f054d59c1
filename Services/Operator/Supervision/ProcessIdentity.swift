import Foundation

/// One process for ever: a pid alone is handed out again.
///
/// Written as "pid start-time boot-id", as `deploy/local/processes.sh` reads it; the start time is in
/// clock ticks since boot (proc(5), field 22 of `stat`).
struct ProcessIdentity: Hashable, Sendable {
    let pid: Int32
    let startTime: String
    let bootID: String

    /// The living process with this number; nil when there is none, or only a zombie.
    init?(pid: Int32) {
        guard let stat = ProcessFiles.read("/proc/\(pid)/stat"),
            let boot = ProcessFiles.read("/proc/sys/kernel/random/boot_id")
        else { return nil }
        // The name in parentheses may hold anything, so counting starts behind the last one.
        let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
        guard fields.count > 20, !["Z", "X"].contains(fields[1]) else { return nil }
        self.pid = pid
        self.startTime = String(fields[20])
        self.bootID = boot.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The process that a record names; nil when it has ended.
    init?(recordedAt path: String) {
        guard let record = ProcessFiles.read(path), let first = record.split(separator: " ").first,
            let pid = Int32(first), let living = Self(pid: pid),
            living.description == record.trimmingCharacters(in: .whitespacesAndNewlines)
        else { return nil }
        self = living
    }

    /// Whether the process is still there.
    var isAlive: Bool { Self(pid: self.pid) == self }
}

extension ProcessIdentity: CustomStringConvertible {
    var description: String { "\(self.pid) \(self.startTime) \(self.bootID)" }
}

extension ProcessIdentity {
    /// Whether its program's file was replaced since it started (proc(5), `exe`).
    var runsReplacedProgram: Bool {
        // The link of a process of another account cannot be read; nothing is known then.
        let program = try? FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/\(self.pid)/exe"
        )
        return program?.hasSuffix(" (deleted)") ?? false
    }
}
