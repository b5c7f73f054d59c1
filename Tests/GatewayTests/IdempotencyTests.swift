import Contracts
import Messaging
import Postgres
import TestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct IdempotencyTests {
    private static let grace: JSONValue = [
        "name": "grace", "displayName": "Grace", "role": "viewer",
        "password": .string(Person.password),
    ]

    @Test func `a command without a key is told that it needs one`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let answer = try await gateway.send("POST", "/v1/users", headers: ada.headers)
            #expect(answer.status == 400)
            #expect(answer.code == "idempotency-key-missing")
            #expect(answer["title"]?.text?.contains("Idempotency-Key") == true)
        }
    }

    @Test(arguments: ["", "\"open", "two words", String(repeating: "k", count: 129)])
    func `a key that is none is refused`(key: String) async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let answer = try await gateway.ask("createUser", json: Self.grace, by: ada, key: key)
            #expect(answer.status == 400)
            #expect(answer["detail"]?.text?.contains("Idempotency-Key") == true)
        }
    }

    @Test func `a key with quotes is the same key`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let first = try await gateway.ask("createUser", json: Self.grace, by: ada, key: "k-1")
            let again = try await gateway.ask(
                "createUser",
                json: Self.grace,
                by: ada,
                key: "\"k-1\""
            )
            #expect(first.header("idempotency-replayed") == nil)
            #expect(again.header("idempotency-replayed") == "true")
            #expect(again.body == first.body)
            #expect(again.status == 201)
            #expect(try await gateway.value("SELECT count(*) FROM account") == Int64(2))
        }
    }

    @Test func `idempotency_key_reuse_other_body: a key is for one body and one caller`()
        async throws
    {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            _ = try await gateway.ask("createUser", json: Self.grace, by: ada, key: "k-1")
            let other: JSONValue = ["name": "edsger", "displayName": "E.", "role": "viewer"]
            let refused = try await gateway.ask("createUser", json: other, by: ada, key: "k-1")
            #expect(refused.status == 422)
            #expect(refused.code == "idempotency-key-reused")
            let barbara = try await gateway.newcomer("barbara")
            let made = try await gateway.ask("createUser", json: other, by: barbara, key: "k-1")
            #expect(made.status == 201)
        }
    }

    @Test func `a refusal that would be the same is the same`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            _ = try await gateway.hire("grace")
            let first = try await gateway.ask("createUser", json: Self.grace, by: ada, key: "k-1")
            try await gateway.execute("UPDATE account SET name = 'other' WHERE name = 'grace'")
            let again = try await gateway.ask("createUser", json: Self.grace, by: ada, key: "k-1")
            #expect(first.status == 409)
            #expect(again.status == 409)
            #expect(again.header("idempotency-replayed") == "true")
        }
    }
}
