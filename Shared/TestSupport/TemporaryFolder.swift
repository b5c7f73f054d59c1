package import Foundation

/// Runs `body` with a folder that exists meanwhile.
package func withTemporaryFolder<Value>(
    _ body: (URL) async throws -> Value
) async throws -> Value {
    let folder = URL.temporaryDirectory.appending(path: "stockbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
        // A folder in the temporary directory that stays harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }
    return try await body(folder)
}
