import Contracts
import Foundation
import Kernel
import NIOHTTP1

/// The person who signs in for the bench: may look, and is disabled whenever no bench runs.
struct BenchUser: Sendable {
    private struct Record: Decodable {
        let id: ID<User>
        let name: String
    }

    private struct Draft: Encodable {
        let name: String
        let displayName: String
        let role: Role
    }

    private struct Change: Encodable {
        var status: String
        var resetPassword: Bool?
    }

    /// The answer to creating a user.
    private struct Made: Decodable {
        let user: Record
    }

    private struct Secret: Decodable {
        let oneTimePassword: String
    }

    let api: APIClient

    /// Runs `body` with a password that is new; the sessions made with it end with `body`.
    nonisolated(nonsending) func whileActive<Value: Sendable>(
        _ body: (_ password: String) async throws -> Value
    ) async throws -> Value {
        let (id, password) = try await self.activate()
        let value: Value
        do {
            value = try await body(password)
        } catch {
            // The first failure is the one to hear about.
            _ = try? await self.change(id, Change(status: "disabled"))
            throw error
        }
        _ = try await self.change(id, Change(status: "disabled"))
        return value
    }

    private func activate() async throws -> (ID<User>, password: String) {
        let known = try await self.find()
        guard let known else {
            let draft = Draft(name: BenchCompany.user, displayName: "Bench", role: .viewer)
            let key = UUID().uuidString.lowercased()
            let answer = try await self.api.post(["v1", "users"], key: key, draft)
            return (
                try answer.decode(Made.self).user.id, try answer.decode(Secret.self).oneTimePassword
            )
        }
        let change = Change(status: "active", resetPassword: true)
        let answer = try await self.change(known.id, change)
        return (known.id, try answer.decode(Secret.self).oneTimePassword)
    }

    private func find() async throws -> Record? {
        try await self.api.list(
            ["v1", "users"],
            query: [("q", BenchCompany.user)],
            of: Record.self
        )
        .first { $0.name == BenchCompany.user }
    }

    private func change(_ id: ID<User>, _ change: Change) async throws -> APIAnswer {
        let path = ["v1", "users", id.description]
        let version = try await self.api.send(APIRequest(.GET, path)).version
        var request = try APIRequest(
            .PATCH,
            path,
            key: UUID().uuidString.lowercased(),
            json: change
        )
        request.version = version
        return try await self.api.send(request)
    }
}
