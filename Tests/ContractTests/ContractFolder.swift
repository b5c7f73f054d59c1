import Contracts
import Foundation
import TestSupport
import Yams

/// The folder `contracts/` of this checkout.
enum ContractFolder {
    static let url = URL(filePath: #filePath)
        .deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "contracts")

    static func data(_ path: String) throws -> Data {
        try Data(contentsOf: self.url.appending(path: path))
    }

    static func json(_ path: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: try self.data(path))
    }

    static func yaml(_ path: String) throws -> JSONValue {
        let text = String(decoding: try self.data(path), as: UTF8.self)
        guard let node = try Yams.compose(yaml: text) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return try JSONValue(node)
    }

    /// The names of the files in a folder, without their extension.
    static func names(in folder: String) throws -> Set<String> {
        let files = try FileManager.default.contentsOfDirectory(
            at: self.url.appending(path: folder),
            includingPropertiesForKeys: nil
        )
        return Set(files.map { $0.deletingPathExtension().lastPathComponent })
    }

    static let openAPI = Result { try yaml("gateway.openapi.yaml") }
    static let asyncAPI = Result { try yaml("events.asyncapi.yaml") }
}
