import Contracts
import Foundation
import Testing

/// The table of rights itself, without anything that runs.
@Suite struct RightsTableTests {
    @Test func `every operation has a call that succeeds`() {
        let described = Operations.all.flatMap { operation in
            operation.service == nil
                ? Recipe.everyServiceNames.map { "\(operation.id) of \($0.rawValue)" }
                : [operation.id]
        }
        #expect(Recipe.all.map(\.testDescription).sorted() == described.sorted())
    }

    /// The file is read by people: what changes here changes who may do what.
    @Test func `who may do what is what has been agreed`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "rights.txt"
        )
        let agreed = try String(contentsOf: file, encoding: .utf8)
        let lines =
            Operations.all.map { "\($0.id): \(Self.audience(of: $0))" }
            + Scope.allCases.map { "scope \($0.rawValue): \($0.permission.rawValue)" }
        #expect(lines.joined(separator: "\n") + "\n" == agreed)
    }

    private static func audience(of operation: OperationDescription) -> String {
        switch operation.access {
        case .open: "everybody"
        case .signedIn: "signed in"
        case .permission(let permission):
            Role.allCases.filter { $0.permissions.contains(permission) }.map(\.rawValue)
                .joined(separator: " ")
        }
    }
}
