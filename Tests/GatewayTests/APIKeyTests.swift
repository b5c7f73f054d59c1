import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct APIKeyTests {
    @Test func `the secret is shown once, and only its digest is kept`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let draft: JSONValue = ["name": "Web store", "permissions": ["stock.read"]]
            let made = try await gateway.ask("createApiKey", json: draft, by: ada, key: "k-1")
            #expect(made.status == 201)
            let secret = try made.text("secret")
            let again = try await gateway.ask("createApiKey", json: draft, by: ada, key: "k-1")
            #expect(again.header("idempotency-replayed") == "true")
            #expect(again["apiKey.id"] == made["apiKey.id"])
            #expect(again["secret"] == nil)
            let list = try await gateway.ask("listApiKeys", by: ada)
            #expect(list.items.count == 1)
            #expect(list.items.first?["prefix"]?.text == String(secret.prefix(8)))
            let digest = GatewayKeys.digest(secret)
            #expect(
                try await gateway.value(
                    "SELECT count(*) FROM api_key WHERE token_digest = \(digest)"
                ) == Int64(1)
            )
            for table in ["api_key", "request_log", "audit"] {
                let rows: Int64? = try await gateway.value(
                    """
                    SELECT count(*) FROM \(identifier: table) AS kept
                    WHERE kept::text LIKE \("%" + secret.dropFirst(8) + "%")
                    """
                )
                #expect(rows == 0, "\(table) keeps no secret")
            }
        }
    }

    @Test func `a key does what it was made for, and nothing else`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let key = Visitor.key(try await gateway.newKey([.auditRead], by: ada).secret)
            #expect(try await gateway.ask("listAudit", by: key).status == 200)
            let refused = try await gateway.ask("listUsers", by: key)
            #expect(refused.status == 403)
            #expect(refused["permission"] == "user.manage")
            #expect(try await gateway.ask("getSession", by: key).status == 403, "for people only")
        }
    }

    @Test func `nobody hands out what they do not have`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let maker = try await gateway.newKey([.apiKeyManage], by: ada)
            let refused = try await gateway.ask(
                "createApiKey",
                json: ["name": "More", "permissions": ["user.manage"]],
                by: .key(maker.secret)
            )
            #expect(refused.status == 403)
            let viewer = try await gateway.newcomer("grace", .viewer)
            let none = try await gateway.ask(
                "createApiKey",
                json: ["name": "More", "permissions": ["stock.read"]],
                by: viewer
            )
            #expect(none.status == 403)
        }
    }

    @Test func `a revoked key is over at once, and listed on demand`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let key = try await gateway.newKey([.auditRead], by: ada)
            #expect(try await gateway.ask("listAudit", by: .key(key.secret)).status == 200)
            let path = ["apiKeyId": key.id]
            #expect(try await gateway.ask("revokeApiKey", path, by: ada).status == 204)
            let refused = try await gateway.ask("listAudit", by: .key(key.secret))
            #expect(refused.status == 401)
            #expect(refused.code == "unauthenticated")
            #expect(try await gateway.ask("listApiKeys", by: ada).items.isEmpty)
            let all = try await gateway.ask("listApiKeys", query: "includeRevoked=true", by: ada)
            #expect(all.items.first?["revokedAt"]?.text != nil)
            let nowhere = ["apiKeyId": ID<APIKey>.make().description]
            #expect(try await gateway.ask("revokeApiKey", nowhere, by: ada).status == 404)
        }
    }

    @Test func `a key that has expired is refused`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let key = try await gateway.newKey([.auditRead], by: ada)
            try await gateway.execute("UPDATE api_key SET expires_at = now()")
            #expect(try await gateway.ask("listAudit", by: .key(key.secret)).status == 401)
            let past = try await gateway.ask(
                "createApiKey",
                json: [
                    "name": "Old", "permissions": ["stock.read"],
                    "expiresAt": "2020-01-01T00:00:00Z",
                ],
                by: ada
            )
            #expect(past.status == 422)
            #expect(past.pointers == ["/expiresAt"])
        }
    }

    @Test func `a key ends with its maker, and shrinks with the maker's role`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.hire("ada")
            let grace = try await gateway.newcomer("grace")
            let maker = try await gateway.browser(of: ada)
            let key = Visitor.key(
                try await gateway.newKey([.auditRead, .deadLetterRead], by: maker).secret
            )
            let path = ["service": "gateway"]
            #expect(try await gateway.ask("listAudit", by: key).status == 200)
            try await gateway.change(ada, ["role": "inventory-manager"], by: grace)
            #expect(try await gateway.ask("listAudit", by: key).status == 403)
            #expect(try await gateway.ask("listDeadLetters", path, by: key).status == 200)
            try await gateway.change(ada, ["status": "disabled"], by: grace)
            #expect(try await gateway.ask("listDeadLetters", path, by: key).status == 401)
            try await gateway.change(ada, ["status": "active"], by: grace)
            #expect(try await gateway.ask("listDeadLetters", path, by: key).status == 200)
        }
    }

    @Test func `a key for warehouses names warehouses that are there`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let london = try await gateway.open(warehouse: "LDN")
            let made = try await gateway.ask(
                "createApiKey",
                json: ["name": "Shop", "permissions": ["stock.read"], "warehouses": ["LDN"]],
                by: ada
            )
            let label: JSONValue = ["id": .string(london.description), "code": "LDN"]
            #expect(made["apiKey.warehouses"] == [label])
            let refused = try await gateway.ask(
                "createApiKey",
                json: ["name": "Shop", "permissions": ["stock.read"], "warehouses": ["LDN", "X"]],
                by: ada
            )
            #expect(refused.status == 422)
            #expect(refused.pointers == ["/warehouses/1"])
        }
    }

    @Test(arguments: ["sbk_short", "", "Bearer", "sbk_" + String(repeating: "A", count: 43)])
    func `what is no key is refused, not ignored`(secret: String) async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let mixed = ada.with("X-API-Key", secret)
            #expect(try await gateway.ask("getSession", by: mixed).status == 401)
            let basic = ada.with("Authorization", "Basic YWRhOmFkYQ==")
            #expect(try await gateway.ask("getSession", by: basic).status == 401)
        }
    }
}
