import Foundation
import Testing

@testable import ServiceKit

struct SecretFilesTests {
    @Test func `one file is one key, trimmed, without hidden files and folders`() throws {
        let files = FileManager.default
        let folder = NSTemporaryDirectory() + "secrets-\(UUID().uuidString)"
        try files.createDirectory(atPath: folder + "/..data", withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try files.removeItem(atPath: folder) } }
        for (name, content) in [
            "postgres-url": "postgresql://db\n", ".hidden": "x", "ca.pem": "a\nb\n",
        ] {
            try content.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
        #expect(try SecretFiles.read(folder) == ["postgres.url": "postgresql://db"])
    }

    @Test func `no directory means no secrets`() throws {
        #expect(try SecretFiles.read("/nonexistent/secrets").isEmpty)
    }
}
