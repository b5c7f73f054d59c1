import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct UserTests {
    private static let grace: JSONValue = [
        "name": "grace", "displayName": "Grace Hopper", "role": "viewer",
    ]

    @Test func `a user without a password gets one for one time, shown once`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let made = try await gateway.ask("createUser", json: Self.grace, by: ada, key: "k-1")
            #expect(made.status == 201)
            #expect(made.header("etag") == "\"1\"")
            #expect(made.header("location") == "/v1/users/\(try made.text("user.id"))")
            let password = try made.text("oneTimePassword")
            let again = try await gateway.ask("createUser", json: Self.grace, by: ada, key: "k-1")
            #expect(again["oneTimePassword"] == nil)
            #expect(again["user"] == made["user"])
            let grace = try await gateway.signIn("grace", password)
            #expect(grace["mustChangePassword"] == true)
        }
    }

    @Test func `a name is given once, in any case`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            _ = try await gateway.ask("createUser", json: Self.grace, by: ada)
            let draft: JSONValue = ["name": "Grace", "displayName": "Other", "role": "viewer"]
            let refused = try await gateway.ask("createUser", json: draft, by: ada)
            #expect(refused.status == 409)
            #expect(refused.code == "already-exists")
        }
    }

    @Test(
        arguments: [
            ("name", "has space", "/name"), ("name", "", "/name"),
            ("displayName", "", "/displayName"), ("email", "nowhere", "/email"),
            ("role", "emperor", "/role"), ("password", "short", "/password"),
            ("password", "stockbook1234", "/password"), ("favourite", "tea", "/favourite"),
        ]
    )
    func `what breaks a rule is named by its pointer`(
        member: String,
        value: String,
        pointer: String
    ) async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            var draft = Self.grace.members ?? [:]
            draft[member] = .string(value)
            let refused = try await gateway.ask("createUser", json: .object(draft), by: ada)
            #expect(refused.status == 422)
            #expect(refused.pointers == [pointer])
            #expect(try await gateway.value("SELECT count(*) FROM account") == Int64(1))
        }
    }

    @Test func `a change names the version that was read`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let grace = try await gateway.hire("grace", .viewer)
            let path = ["userId": grace.id.description]
            let patch: JSONValue = ["displayName": "Grace", "email": "grace@example.org"]
            let blind = try await gateway.ask("updateUser", path, json: patch, by: ada)
            #expect(blind.status == 428)
            let stale = try await gateway.ask(
                "updateUser",
                path,
                json: patch,
                by: ada,
                match: "\"7\""
            )
            #expect(stale.status == 412)
            let changed = try await gateway.change(grace, patch, by: ada)
            #expect(changed.status == 200)
            #expect(changed.header("etag") == "\"2\"")
            #expect(changed["user.email"] == "grace@example.org")
            let kept = try await gateway.change(grace, ["displayName": "G."], by: ada)
            #expect(kept["user.email"] == "grace@example.org")
            let removed = try await gateway.change(grace, ["email": .null], by: ada)
            #expect(removed["user.email"] == nil)
            let nobody = ["userId": ID<User>.make().description]
            #expect(try await gateway.ask("getUser", nobody, by: ada).status == 404)
        }
    }

    @Test func `disabling a user ends their sessions at once`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let person = try await gateway.hire("grace", .viewer)
            let grace = try await gateway.browser(of: person)
            #expect(try await gateway.ask("getSession", by: grace).status == 200)
            try await gateway.change(person, ["status": "disabled"], by: ada)
            #expect(try await gateway.ask("getSession", by: grace).status == 401)
            try await gateway.change(person, ["status": "active"], by: ada)
            #expect(try await gateway.ask("getSession", by: grace).status == 401, "for good")
            #expect(try await gateway.signIn("grace").status == 200)
        }
    }

    @Test func `a reset makes a one-time password, and ends sessions and lock`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let person = try await gateway.hire("grace", .viewer)
            let grace = try await gateway.browser(of: person)
            for _ in 0..<5 { _ = try await gateway.signIn("grace", "not the password") }
            let reset = try await gateway.change(person, ["resetPassword": true], by: ada)
            let password = try reset.text("oneTimePassword")
            #expect(try await gateway.ask("getSession", by: grace).status == 401)
            #expect(try await gateway.signIn("grace").status == 401, "the old password is over")
            let again = try await gateway.signIn("grace", password)
            #expect(again["mustChangePassword"] == true)
        }
    }

    @Test func `users are listed by name, page by page`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            for name in ["grace", "edsger", "barbara"] { _ = try await gateway.hire(name, .viewer) }
            let first = try await gateway.ask("listUsers", query: "limit=3", by: ada)
            #expect(first.items.compactMap { $0["name"]?.text } == ["ada", "barbara", "edsger"])
            let next = try first.text("next")
            let last = try await gateway.ask("listUsers", query: "limit=3&cursor=\(next)", by: ada)
            #expect(last.items.compactMap { $0["name"]?.text } == ["grace"])
            #expect(last["next"] == nil)
            let some = try await gateway.ask("listUsers", query: "role=viewer&q=ra", by: ada)
            #expect(some.items.compactMap { $0["name"]?.text } == ["barbara", "grace"])
            let foreign = try await gateway.ask("listApiKeys", query: "cursor=\(next)", by: ada)
            #expect(foreign.status == 400)
            #expect(foreign.code == "invalid-cursor")
        }
    }
}
