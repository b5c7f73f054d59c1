import Foundation
import TestSupport
import Testing

@testable import Operator

/// A state folder with its parts.
func withStateFolder<Value>(_ body: (StateFolder) async throws -> Value) async throws -> Value {
    try await withTemporaryFolder { url in
        for part in ["bin", "run", "logs", "ports", "secrets"] {
            let folder = url.appending(path: part)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        return try await body(StateFolder(path: url.path(percentEncoded: false)))
    }
}

extension StateFolder {
    /// Puts a text under a path relative to the folder.
    func put(_ text: String, at name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(self.path)/\(name)"), options: .atomic)
    }

    /// Replaces a program with a shell script.
    func install(_ script: String, as name: String) throws {
        try self.put("#!/bin/sh\n\(script)\n", at: "bin/\(name)")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: self.program(name)
        )
    }

    func text(at path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// Waits until `condition` holds; false when it does not within ten seconds.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<1_000 {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}

/// Records an issue when `condition` does not hold within ten seconds.
func expectEventually(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let holds = try await eventually(condition)
    #expect(holds, sourceLocation: sourceLocation)
}
