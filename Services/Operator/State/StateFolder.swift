import Foundation

/// The folder `.stockbook`, which the launcher fills and this tool reads.
struct StateFolder: Hashable, Sendable {
    let path: String

    /// A service's program, built and copied by the launcher.
    func program(_ name: String) -> String { "\(self.path)/bin/\(name)" }

    /// A file that came with the programs, such as `rabbitmq/definitions.json`.
    func deployed(_ name: String) -> String { "\(self.path)/bin/deploy/\(name)" }

    func log(_ name: String) -> String { "\(self.path)/logs/\(name).log" }

    /// The file that proves which process is `name`.
    func processRecord(_ name: String) -> String { "\(self.path)/run/\(name).pid" }

    /// The supervisor's notes about `name`.
    func processNotes(_ name: String) -> String { "\(self.path)/run/\(name).json" }

    /// Where the ledger exports checkpoints to.
    var checkpoints: String { "\(self.path)/checkpoints" }

    /// The keys that sign checkpoints, which the ledger reads by itself.
    var sealKeyFile: String { "\(self.path)/secrets/ledger-seal-key" }

    /// The port that was chosen for `name`.
    func port(_ name: String) throws -> Int {
        guard let text = self.firstLine(of: "ports/\(name)"), let port = Int(text) else {
            throw OperatorFailure("no port is chosen for \(name)", next: "./stockbook up")
        }
        return port
    }

    /// The password or key that was made for `name`.
    func secret(_ name: String) throws -> String {
        guard let text = self.firstLine(of: "secrets/\(name)"), !text.isEmpty else {
            throw OperatorFailure("no secret is made for \(name)", next: "./stockbook up")
        }
        return text
    }

    /// The first administrator's name and one-time password.
    var administrator: (name: String, password: String)? {
        guard let bytes = FileManager.default.contents(atPath: "\(self.path)/admin") else {
            return nil
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.count >= 2 else { return nil }
        return (String(lines[0]), String(lines[1]))
    }

    private func firstLine(of name: String) -> String? {
        let bytes = FileManager.default.contents(atPath: "\(self.path)/\(name)")
        return bytes.flatMap {
            String(decoding: $0, as: UTF8.self).split(separator: "\n").first.map(String.init)
        }
    }
}
