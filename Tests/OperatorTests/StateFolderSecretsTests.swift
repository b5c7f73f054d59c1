import Foundation
import Testing

@testable import Operator

@Suite struct StateFolderSecretsTests {
    @Test func `a secret is kept for the account that owns the folder, and nobody else`()
        async throws
    {
        try await withStateFolder { folder in
            #expect(folder.secretIfMade("source-pos_a") == nil)
            try folder.keep("first", as: "source-pos_a")
            try folder.keep("second", as: "source-pos_a")
            #expect(folder.secretIfMade("source-pos_a") == "second")
            let path = "\(folder.path)/secrets/source-pos_a"
            let file = try FileManager.default.attributesOfItem(atPath: path)
            let parent = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/secrets")
            #expect(file[.posixPermissions] as? Int == 0o600)
            #expect(file[.ownerAccountID] as? UInt == parent[.ownerAccountID] as? UInt)
        }
    }

    @Test func `a folder that is not there keeps nothing`() async throws {
        let folder = StateFolder(path: "/nonexistent/stockbook")
        #expect(throws: OperatorFailure.self) { try folder.keep("secret", as: "a") }
    }

    @Test func `secrets differ and need no escaping`() {
        let secrets = (0..<100).map { _ in RandomSecret.make() }
        #expect(Set(secrets).count == 100)
        #expect(secrets.allSatisfy { $0.count == 64 && $0.allSatisfy(\.isHexDigit) })
    }
}
