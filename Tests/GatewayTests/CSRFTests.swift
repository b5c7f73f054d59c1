import Contracts
import TestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct CSRFTests {
    @Test(arguments: [nil, "", String(repeating: "0", count: 64)])
    func `a change by cookie needs the token of its session`(token: String?) async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let forged = ada.with("X-CSRF-Token", token)
            let refused = try await gateway.ask("signOut", by: forged)
            #expect(refused.status == 403)
            #expect(refused.code == "csrf-token-invalid")
            #expect(
                try await gateway.ask("getSession", by: forged).status == 200,
                "reading is free"
            )
        }
    }

    @Test func `the token of another session is none`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let grace = try await gateway.newcomer("grace")
            let mixed = ada.with("X-CSRF-Token", grace.headers.last?.1)
            #expect(try await gateway.ask("signOut", by: mixed).code == "csrf-token-invalid")
        }
    }

    @Test func `what another site makes a browser send is refused`() async throws {
        try await withGateway { gateway in
            _ = try await gateway.hire("ada")
            let lured = Visitor.nobody.with("Sec-Fetch-Site", "cross-site")
            #expect(try await gateway.signIn("ada", by: lured).status == 403)
            let ada = try await gateway.newcomer("grace").with("Sec-Fetch-Site", "cross-site")
            #expect(try await gateway.ask("signOut", by: ada).code == "csrf-token-invalid")
        }
    }

    @Test func `a program has no cookie, and needs no token`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let key = try await gateway.newKey([.apiKeyManage, .stockRead], by: ada)
            let other = try await gateway.newKey(by: ada)
            let revoked = try await gateway.ask(
                "revokeApiKey",
                ["apiKeyId": other.id],
                by: .key(key.secret)
            )
            #expect(revoked.status == 204)
        }
    }
}
