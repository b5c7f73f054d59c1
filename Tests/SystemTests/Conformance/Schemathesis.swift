import Foundation
import Subprocess
import SystemPackage

@testable import Operator

/// The program that asks the gateway everything that its document allows, and what it forbids.
///
/// It is written in Python; its version and those of all that it needs are in `requirements.txt`.
struct Schemathesis: Sendable {
    /// The same requests in every run.
    static let seed = 20_261_121
    /// Of what one run says.
    private static let outputLimit = 8 * 1_048_576

    private let program: String

    /// How a run is told who asks, and what it is to leave alone.
    struct Caller: Sendable {
        let headers: [(String, String)]
        /// Identifiers of what the caller needs to go on.
        let spared: [String]
    }

    struct Report: Sendable {
        let isSuccess: Bool
        let output: String
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Schemathesis")

    private static func file(_ name: String) -> String {
        self.folder.appending(path: name).path(percentEncoded: false)
    }

    /// Installs the program below `.stockbook`, unless that has been done.
    ///
    /// - Throws: `OperatorFailure` where there is no Python or no package index; nothing is skipped.
    static func installed() async throws -> Schemathesis {
        let state = URL(filePath: #filePath).appending(path: "../../../../.stockbook/schemathesis")
            .standardized.path(percentEncoded: false)
        let tool = Schemathesis(program: "\(state)/bin/schemathesis")
        let installed = "\(state)/installed"
        let wanted = FileManager.default.contents(atPath: self.file("requirements.txt"))
        guard FileManager.default.contents(atPath: installed) != wanted else { return tool }
        try await self.require(
            try await self.run("python3", ["-m", "venv", "--clear", state]),
            next: "apt-get install python3-venv"
        )
        let requirements = ["install", "--quiet", "--requirement", self.file("requirements.txt")]
        try await self.require(
            try await self.run("\(state)/bin/pip", requirements),
            next: "see whether the Python package index can be reached"
        )
        try Data(wanted ?? Data()).write(to: URL(filePath: installed))
        return tool
    }

    /// Asks the gateway at `address` in the given phases.
    func run(
        against address: String,
        by caller: Caller,
        phases: String,
        examples: Int,
        without operations: [String] = [],
        in folder: String
    ) async throws -> Report {
        var arguments = [
            "--config-file", Self.file("schemathesis.toml"), "run", "\(address)/openapi.json",
            "--url", address, "--phases", phases, "--max-examples", "\(examples)",
            "--seed", "\(Self.seed)", "--workers", "1", "--no-color",
        ]
        for (name, value) in caller.headers { arguments += ["--header", "\(name): \(value)"] }
        for operation in operations { arguments += ["--exclude-operation-id", operation] }
        let credential = caller.headers.map { "\($0): \($1)" }.joined(separator: "\n")
        return try await Self.run(
            self.program,
            arguments,
            in: folder,
            [
                "STOCKBOOK_CREDENTIAL": credential,
                "STOCKBOOK_SPARED": caller.spared.joined(separator: " "),
                "SCHEMATHESIS_HOOKS": Self.file("hooks.py"),
            ]
        )
    }

    private static func require(_ report: Report, next: String) async throws {
        guard report.isSuccess else {
            throw OperatorFailure("schemathesis is not installed: \(report.output)", next: next)
        }
    }

    private static func run(
        _ program: String,
        _ arguments: [String],
        in folder: String = "/",
        _ variables: [String: String] = [:]
    ) async throws -> Report {
        var environment = Environment.inherit
        environment = environment.updating([
            "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8",
        ])
        for (name, value) in variables {
            environment = environment.updating([Environment.Key(stringLiteral: name): value])
        }
        let result = try await Subprocess.run(
            program.hasPrefix("/") ? .path(FilePath(program)) : .name(program),
            arguments: Arguments(arguments),
            environment: environment,
            workingDirectory: FilePath(folder),
            output: .string(limit: Self.outputLimit),
            error: .combinedWithOutput
        )
        return Report(
            isSuccess: result.terminationStatus.isSuccess,
            output: result.standardOutput
        )
    }
}
