import Contracts
import TestSupport
import Testing

extension Recipe {
    static let gateway: [Recipe] = sessions + users + keys + documents

    private static let sessions: [Recipe] = [
        Recipe("signIn") { system in
            let name = try await system.hire(.viewer).name
            return try Call(
                "signIn",
                json: ["name": .string(name), "password": .string(System.password)]
            )
        },
        Recipe("getSession"),
        Recipe(own: "signOut") { system, caller in
            Attempt(call: try Call("signOut"), caller: try await system.twin(of: caller))
        },
        Recipe("listSessions"),
        Recipe(own: "revokeSession") { system, caller in
            let twin = try await system.twin(of: caller)
            let other = try await system.signIn(twin.name, password: System.password)
            let session = try await system.succeed(Call("getSession"), by: other).text("id")
            return Attempt(
                call: try Call("revokeSession", ["sessionId": session]),
                caller: twin
            )
        },
        Recipe("createToken"),
        Recipe(own: "changePassword") { system, caller in
            let call = try Call(
                "changePassword",
                json: ["current": .string(System.password), "new": "another battery staple"]
            )
            return Attempt(call: call, caller: try await system.twin(of: caller))
        },
    ]

    private static let users: [Recipe] = [
        Recipe("listUsers"),
        Recipe("createUser") { _ in
            try Call(
                "createUser",
                json: [
                    "name": .string(Unique.word()), "displayName": "Somebody", "role": "viewer",
                ]
            )
        },
        Recipe("getUser") { try Call("getUser", ["userId": await $0.user()]) },
        Recipe("updateUser") { system in
            let path = ["userId": try await system.user()]
            return try Call(
                "updateUser",
                path,
                json: ["displayName": "Another"],
                version: await system.version("getUser", path)
            )
        },
        Recipe("setUserGrants") {
            try Call(
                "setUserGrants",
                ["userId": await $0.user()],
                json: ["grants": [["scope": "receive", "warehouses": ["MAIN"]]]]
            )
        },
        Recipe("eraseUser") { try Call("eraseUser", ["userId": await $0.user()]) },
        Recipe("listRoles"),
    ]

    private static let keys: [Recipe] = [
        Recipe("listApiKeys"),
        Recipe("createApiKey") { _ in
            try Call("createApiKey", json: Self.key())
        },
        Recipe("revokeApiKey") { system in
            let made = try await system.make("createApiKey", json: Self.key())
            return try Call("revokeApiKey", ["apiKeyId": made.text("apiKey.id")])
        },
    ]

    private static let documents: [Recipe] = [
        Recipe("listAudit"), Recipe("getOpenAPI"), Recipe("getDocs"), Recipe("health"),
    ]

    private static func key() -> JSONValue {
        ["name": .string(Unique.word()), "permissions": ["stock.read"]]
    }
}

extension System {
    /// Somebody new with the same role.
    fileprivate func twin(of caller: Caller) async throws -> Caller {
        let permissions = caller.principal?.permissions
        let role = try #require(Role.allCases.first { $0.permissions == permissions })
        let grants = (caller.principal?.grants ?? []).map { grant in
            (scope: grant.scope, warehouses: [String]?.none)
        }
        return try await self.hire(role, grants: grants)
    }

    fileprivate func user() async throws -> String {
        let draft: JSONValue = [
            "name": .string(Unique.word()), "displayName": "Somebody", "role": "viewer",
        ]
        return try await self.make("createUser", json: draft).text("user.id")
    }
}
