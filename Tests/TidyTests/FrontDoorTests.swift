import Foundation
import Testing

/// What `./stockbook` does before it does anything.
@Suite(.timeLimit(.minutes(1))) struct FrontDoorTests {
    static let verbs = ["up", "down", "status", "test", "check", "bench", "demo", "import"]

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
