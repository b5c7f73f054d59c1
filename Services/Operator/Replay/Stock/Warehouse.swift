import Contracts
import Kernel

/// A place that goods are in, made over REST where it is missing.
struct Warehouse: Sendable {
    struct Record: Decodable, Sendable {
        let id: ID<Location>
        let code: String
    }

    private struct Draft: Encodable {
        let code: String
        let name: String
        let kind: String
    }

    let api: APIClient

    /// Creates the warehouse `code` unless there is a location of that code.
    ///
    /// - Returns: Whether it is new.
    func provide(_ code: String, name: String) async throws -> Bool {
        let known = try await self.api.list(
            ["v1", "locations"],
            query: [("q", code)],
            of: Record.self
        )
        guard !known.contains(where: { $0.code == code }) else { return false }
        let draft = Draft(code: code, name: name, kind: "warehouse")
        do {
            try await self.api.postOnceKnown(["v1", "locations"], draft)
            return true
        } catch let failure as APIFailure where failure.problem?.knownCode == .alreadyExists {
            return false
        }
    }
}
