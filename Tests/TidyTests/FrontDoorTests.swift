import Foundation
import Testing

/// What `./stockbook` does before it does anything.
@Suite(.timeLimit(.minutes(1))) struct FrontDoorTests {
    /// What the launcher and the tool call themselves, and nobody else.
    private static let ownVerbs: Set = [
        "definitions", "provision", "ready", "servers", "supervise", "welcome",
    ]

    /// The verbs that the page of help has, in its order.
    static let verbs = Self.names(in: "deploy/local/help.txt", after: "  ./stockbook ")

    @Test func `the page of help has every verb that there is, and no other`() throws {
        let launcher = try #require(SourceTree.text(at: "stockbook"))
        // The lines of its choice between verbs: names, and a parenthesis at the end.
        let choices = launcher.matches(of: /\n {4}([a-z][a-z |-]*)\)/).flatMap {
            $0.output.1.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let commands = try Self.commands()
        let all = Set(choices.filter { !$0.hasPrefix("-") } + commands)
        #expect(Self.ownVerbs.isSubset(of: all))
        #expect(Set(Self.verbs) == all.subtracting(Self.ownVerbs))
        #expect(Set(Self.verbs).count == Self.verbs.count)
    }

    @Test func `the page of help and the README have the same verbs`() throws {
        let readme = Set(
            Self.names(in: "README.md", after: "| `./stockbook ") + ["down", "status"]
        )
        #expect(readme.isSubset(of: Self.verbs))
        #expect(Set(Self.verbs).subtracting(readme) == ["help"])
    }

    private static func names(in path: String, after prefix: String) -> [String] {
        (SourceTree.text(at: path) ?? "").split(separator: "\n")
            .filter { $0.hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count).prefix { $0.isLetter || $0 == "-" }) }
    }

    /// The names of the commands of the operator's tool.
    private static func commands() throws -> [String] {
        let list = try #require(SourceTree.text(at: "Services/Operator/App/OperatorApp.swift"))
        let types = list.matches(of: /([A-Za-z]+Command)\.self/).map { String($0.output.1) }
        #expect(types.count > 10)
        return try types.map { type in
            let file = try #require(
                SourceTree.swiftFiles.first { file in
                    file.code.contains { $0.contains("struct \(type): ") }
                }
            )
            let text = file.lines.joined(separator: "\n")
            return String(try #require(text.firstMatch(of: /commandName: "([a-z-]+)"/)).output.1)
        }
    }

    @Test(arguments: Self.verbs) func `every verb explains itself`(verb: String) throws {
        // A copy, so that nothing is found that an earlier run has made.
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "front-door-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appending(path: "deploy"),
            withIntermediateDirectories: true
        )
        for path in ["stockbook", "deploy/local"] {
            try FileManager.default.copyItem(
                at: SourceTree.root.appending(path: path),
                to: folder.appending(path: path)
            )
        }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [folder.appending(path: "stockbook").path(), verb, "--help"]
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: text, as: UTF8.self).hasPrefix("  ./stockbook \(verb) "))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path())
        #expect(Set(left) == ["stockbook", "deploy"])
    }
}
