import Foundation
import Synchronization

/// A server that one test has for itself, and may kill, stop and freeze.
///
/// It ends with this process, however that ends: a shell that waits for a line of ours kills it when
/// the line cannot come any more.
final class PrivateProcess: Sendable {
    /// Starts what follows the first argument, writes its number there, and kills it in the end.
    private static let script = """
        "$@" </dev/null &
        echo $! >"$0.new" && mv "$0.new" "$0"
        read -r _
        kill -9 $!
        """

    private let name: String
    private let folder: PrivateFolder
    private let command: [String]
    private let environment: [String: String]
    private let running = Mutex<Running?>(nil)

    private struct Running {
        let pid: Int32
        /// Closing it kills the server.
        let line: Pipe
    }

    init(
        _ name: String,
        in folder: PrivateFolder,
        command: [String],
        environment: [String: String] = [:]
    ) {
        self.name = name
        self.folder = folder
        self.command = command
        self.environment = environment
    }

    /// Starts the server; it may not listen yet.
    func start() async throws {
        let record = self.folder.own.appending(path: "\(self.name).pid")
        if FileManager.default.fileExists(atPath: record.path) {
            try FileManager.default.removeItem(at: record)
        }
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments =
            ["-c", Self.script, record.path(percentEncoded: false)]
            + self.folder.asOwner(self.command)
        shell.environment = self.environment.merging(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]) {
            own,
            _ in own
        }
        shell.currentDirectoryURL = self.folder.data
        let line = Pipe()
        shell.standardInput = line
        let log = try self.folder.log(self.name)
        shell.standardOutput = log
        shell.standardError = log
        try shell.run()
        try await eventually("\(self.name) has a process") {
            FileManager.default.fileExists(atPath: record.path)
        }
        let text = try String(contentsOf: record, encoding: .utf8)
        guard let pid = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw NeverHappened(description: "\(self.name) has no process")
        }
        self.running.withLock { $0 = Running(pid: pid, line: line) }
    }

    /// Sends a signal to the server itself.
    func signal(_ signal: Int32) {
        guard let pid = self.running.withLock({ $0?.pid }) else { return }
        kill(pid, signal)
    }

    /// Sends a signal that ends the server, and waits for its end.
    func end(_ signal: Int32) async throws {
        self.signal(signal)
        try await eventually("\(self.name) has ended", within: .seconds(60)) { !self.isAlive }
        try self.close()
    }

    /// Kills the server if it runs.
    func close() throws {
        try self.running.withLock { running in
            try running?.line.fileHandleForWriting.close()
            running = nil
        }
    }

    /// Whether the process is there and not a zombie (proc(5), field 3).
    var isAlive: Bool {
        guard let pid = self.running.withLock({ $0?.pid }),
            let text = FileManager.default.contents(atPath: "/proc/\(pid)/stat"),
            let state = String(decoding: text, as: UTF8.self).split(separator: ") ").last?.first
        else { return false }
        return state != "Z" && state != "X"
    }
}
