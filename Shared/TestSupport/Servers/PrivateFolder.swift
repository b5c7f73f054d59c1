import Foundation
import NIOCore
import NIOPosix

/// Where the servers of one test live, and as whom.
///
/// Neither PostgreSQL nor anything that tests start should run as root; the account is the one that
/// the server's package makes.
struct PrivateFolder: Sendable {
    /// For the test.
    let own: URL
    /// For the server.
    let data: URL
    private let account: String

    /// Below the ports that the kernel hands out to clients (ip(7), `ip_local_port_range`).
    private static let ports = 20_000..<32_000
    private static let attempts = 100

    /// - Parameter account: Who owns the data where this process runs as root.
    init(in folder: URL, account: String) throws {
        self.own = folder
        self.data = folder.appending(path: "data")
        self.account = account
        try FileManager.default.createDirectory(at: self.data, withIntermediateDirectories: true)
        try self.giveAway(self.data)
    }

    private static var isRoot: Bool { geteuid() == 0 }

    /// `command` as the owner of the data runs it.
    func asOwner(_ command: [String]) -> [String] {
        guard Self.isRoot else { return command }
        let identity = ["--reuid=\(self.account)", "--regid=\(self.account)", "--init-groups"]
        return ["setpriv"] + identity + ["--"] + command
    }

    /// Writes a file that only the server reads.
    func write(_ text: String, to name: String) throws {
        let file = self.data.appending(path: name)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600],
            ofItemAtPath: file.path
        )
        try self.giveAway(file)
    }

    /// Makes a folder that the server writes to.
    func makeFolder(_ name: String) throws {
        let folder = self.data.appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try self.giveAway(folder)
    }

    /// What a server says goes to the end of a file.
    func log(_ name: String) throws -> FileHandle {
        let file = self.own.appending(path: "\(name).log")
        if !FileManager.default.fileExists(atPath: file.path) {
            try Data().write(to: file)
        }
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        return handle
    }

    /// Runs a command as the owner of the data until it ends.
    func run(_ command: [String], environment: [String: String] = [:]) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = self.asOwner(command)
        process.environment = environment.merging(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]) {
            own,
            _ in own
        }
        process.currentDirectoryURL = self.data
        let log = try self.log("commands")
        process.standardOutput = log
        process.standardError = log
        try process.run()
        try await eventually("\(command[0]) has ended", within: .seconds(60)) {
            !process.isRunning
        }
        guard process.terminationStatus == 0 else {
            let said = try String(
                contentsOf: self.own.appending(path: "commands.log"),
                encoding: .utf8
            )
            throw NeverHappened(description: "\(command) did not succeed: \(said)")
        }
    }

    private func giveAway(_ file: URL) throws {
        guard Self.isRoot else { return }
        try FileManager.default.setAttributes(
            [.ownerAccountName: self.account, .groupOwnerAccountName: self.account],
            ofItemAtPath: file.path
        )
    }

    /// A port on which nobody listens.
    static func freePort() async throws -> Int {
        for attempt in 1...self.attempts {
            let port = Int.random(in: self.ports)
            do {
                let listener = try await ServerBootstrap(
                    group: .singletonMultiThreadedEventLoopGroup
                )
                .bind(host: "127.0.0.1", port: port)
                .get()
                try await listener.close()
                return port
            } catch  where attempt < self.attempts {
                // Somebody listens there.
                continue
            }
        }
        throw NeverHappened(description: "a free port")
    }
}
