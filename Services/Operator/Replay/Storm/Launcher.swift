import Subprocess
import SystemPackage

/// `./stockbook`, which has started the servers and can start them again.
struct Launcher: Sendable {
    /// How the launcher says where it is when it calls this tool.
    static let variable = "STOCKBOOK_LAUNCHER"
    private static let maximumOutputBytes = 65_536

    let path: String

    init(environment: [String: String]) throws {
        guard let path = environment[Self.variable] else {
            throw OperatorFailure("\(Self.variable) is not set", next: "call ./stockbook")
        }
        self.path = path
    }

    /// A file of the checkout that the launcher belongs to.
    func file(_ path: String) -> String {
        FilePath(self.path).removingLastComponent().appending(path).string
    }

    /// Starts those servers that `./stockbook up` had started and that have ended; waits for them.
    func startServers() async throws {
        let result = try await Subprocess.run(
            .path(FilePath(self.path)),
            arguments: ["servers"],
            input: .none,
            output: .string(limit: Self.maximumOutputBytes),
            error: .combinedWithOutput
        )
        guard result.terminationStatus.isSuccess else {
            throw OperatorFailure(
                "the servers could not be started again:\n\(result.standardOutput)",
                next: "./stockbook up"
            )
        }
    }
}
