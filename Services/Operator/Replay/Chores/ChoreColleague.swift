import Contracts

/// Somebody who works with the operator's key for one run, and answers for what a program may not.
struct ChoreColleague: Sendable {
    private struct Made: Decodable {
        struct User: Decodable {
            let id: String
        }

        let user: User
    }

    /// Who may be asked for whatever a manager may do.
    let api: APIClient
    private let id: String

    /// Hires and signs in; nobody ever knows the password.
    static func hire(for run: String, by api: APIClient) async throws -> ChoreColleague {
        let (name, password) = ("busy-\(run.prefix(8))", RandomSecret.make())
        let made = try await api.post(
            ["v1", "users"],
            key: "\(run)-colleague",
            [
                "name": .string(name), "displayName": "A busy replay", "role": "inventory-manager",
                "password": .string(password),
            ] as JSONValue
        )
        return ChoreColleague(
            api: try await api.signIn(as: name, password: password),
            id: try made.decode(Made.self).user.id
        )
    }

    /// Lets them go: the account stays, since documents name it, and nobody can sign in with it.
    func dismiss(by api: APIClient) async throws {
        try await api.change(["v1", "users", self.id], ["status": "disabled"] as JSONValue)
    }
}
