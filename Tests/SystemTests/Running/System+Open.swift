import Contracts
import Foundation
import TestSupport
import Testing

extension System {
    static let password = "correct horse battery staple"

    /// Signs the first administrator in, who changes the password, and makes the warehouses.
    mutating func open() async throws {
        let (name, oneTime) = SystemDraft.administrator
        let newcomer = try await self.signIn(name, password: oneTime)
        try await self.succeed(
            Call(
                "changePassword",
                json: ["current": .string(oneTime), "new": .string(Self.password)]
            ),
            by: newcomer
        )
        self.admin = try await self.signIn(name, password: Self.password)
        for code in [Self.main, Self.east] {
            let draft: JSONValue = [
                "code": .string(code), "name": "A warehouse", "kind": "warehouse",
            ]
            try await self.succeed(Call("createLocation", json: draft), by: self.admin)
        }
    }

    /// Starts a session.
    func signIn(_ name: String, password: String) async throws -> Caller {
        let call = try Call("signIn", json: ["name": .string(name), "password": .string(password)])
        let answer = try await self.succeed(call, by: Caller.nobody)
        let header = try #require(answer.header("set-cookie"))
        let cookie = header.prefix { $0 != ";" }
        let session = try answer.decode(SessionDocument.self)
        let csrfToken = try #require(session.csrfToken)
        return Caller(
            name: name,
            principal: session.principal,
            headers: [("cookie", String(cookie)), ("x-csrf-token", csrfToken)]
        )
    }

    /// Adds somebody and signs them in.
    func hire(
        _ role: Role,
        grants: [(scope: Scope, warehouses: [String]?)] = []
    ) async throws -> Caller {
        let name = "user-\(Unique.word())"
        let drafts = grants.map { grant in
            var draft: [String: JSONValue] = ["scope": .string(grant.scope.rawValue)]
            if let codes = grant.warehouses {
                draft["warehouses"] = .array(codes.map(JSONValue.string))
            }
            return JSONValue.object(draft)
        }
        let draft: JSONValue = [
            "name": .string(name), "displayName": .string(name), "role": .string(role.rawValue),
            "password": .string(Self.password), "grants": .array(drafts),
        ]
        try await self.make("createUser", json: draft)
        return try await self.signIn(name, password: Self.password)
    }

    /// Makes an API key with these permissions.
    func machine(
        _ permissions: Set<Permission>,
        warehouses: [String]? = nil
    ) async throws -> Caller {
        let name = "machine-\(Unique.word())"
        var draft: [String: JSONValue] = [
            "name": .string(name),
            "permissions": .array(permissions.map { .string($0.rawValue) }),
        ]
        if let warehouses { draft["warehouses"] = .array(warehouses.map(JSONValue.string)) }
        let made = try await self.make("createApiKey", json: .object(draft))
        let secret = try made.text("secret")
        return Caller(
            name: name,
            principal: Principal(
                id: UUID(),
                kind: .apiKey,
                name: name,
                permissions: permissions
            ),
            headers: [("x-api-key", secret)]
        )
    }
}
