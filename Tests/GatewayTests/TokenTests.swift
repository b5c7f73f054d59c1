import Contracts
import Foundation
import GatewayDomain
import JWTKit
import Kernel
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct TokenTests {
    @Test func `a key is exchanged for a token that may hold less`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let key = try await gateway.newKey([.auditRead, .userManage], by: ada)
            let answer = try await gateway.ask(
                "createToken",
                json: ["permissions": ["audit.read", "api-key.manage"], "lifetimeSeconds": 60],
                by: .key(key.secret)
            )
            #expect(answer.status == 200)
            #expect(answer["permissions"] == ["audit.read"], "no more than the key")
            #expect(answer["expiresIn"] == 60)
            let token = Visitor.token(try answer.text("accessToken"))
            #expect(try await gateway.ask("listAudit", by: token).status == 200)
            #expect(try await gateway.ask("listUsers", by: token).status == 403)
            #expect(try await gateway.ask("createToken", by: token).status == 403)
            #expect(try await gateway.ask("createToken", by: ada).status == 403)
            let whole = try await gateway.ask("createToken", by: .key(key.secret))
            #expect(whole["expiresIn"] == 900)
            let revoked = try await gateway.ask("revokeApiKey", ["apiKeyId": key.id], by: ada)
            #expect(revoked.status == 204)
            #expect(try await gateway.ask("listAudit", by: token).status == 401, "ends with it")
        }
    }

    @Test func `a permission is named once`() async throws {
        try await withGateway { gateway in
            let key = try await gateway.newKey(by: try await gateway.newcomer("ada"))
            let refused = try await gateway.ask(
                "createToken",
                json: ["permissions": ["stock.read", "stock.read"]],
                by: .key(key.secret)
            )
            #expect(refused.status == 422)
            #expect(refused.pointers == ["/permissions"])
        }
    }

    @Test(arguments: [0, 59, 3_601])
    func `a token lives for a minute to an hour`(seconds: Int64) async throws {
        try await withGateway { gateway in
            let key = try await gateway.newKey(by: try await gateway.newcomer("ada"))
            let refused = try await gateway.ask(
                "createToken",
                json: ["lifetimeSeconds": .integer(seconds)],
                by: .key(key.secret)
            )
            #expect(refused.status == 422)
            #expect(refused.pointers == ["/lifetimeSeconds"])
        }
    }

    @Test func `a token that is not ours, or no longer, opens nothing`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let id = try #require(ID<APIKey>(try await gateway.newKey([.auditRead], by: ada).id))
            let forger = Forger(key: id, master: gateway.configuration.masterKey)
            let good = try await forger.token()
            #expect(try await gateway.ask("listAudit", by: .token(good)).status == 200)
            var forgeries = [
                "wrong key": try await Forger(key: id, master: Array(0..<32)).token(),
                "expired": try await forger.token(now: Date(timeIntervalSinceNow: -3_600)),
                "another audience": try await forger.token(audience: "elsewhere"),
                "another issuer": try await forger.token(issuer: "elsewhere"),
                "no such key": try await Forger(
                    key: .make(),
                    master: gateway.configuration.masterKey
                ).token(),
                "no token": "a.b.c",
                "too long": good + String(repeating: "A", count: 5_000),
            ]
            let parts = good.split(separator: ".").map(String.init)
            forgeries["no signature"] = "\(parts[0]).\(parts[1])."
            let none = Data(#"{"alg":"none","typ":"JWT"}"#.utf8).base64EncodedString()
            forgeries["algorithm none"] = "\(none.replacing("=", with: "")).\(parts[1])."
            let claims = Data(#"{"sub":"admin"}"#.utf8).base64EncodedString()
            forgeries["tampered"] = "\(parts[0]).\(claims.replacing("=", with: "")).\(parts[2])"
            for (name, token) in forgeries {
                let refused = try await gateway.ask("listAudit", by: .token(token))
                #expect(refused.status == 401, "\(name)")
                #expect(refused.header("www-authenticate") == "Bearer")
            }
        }
    }
}

/// Makes tokens as the gateway does, and as it does not.
private struct Forger {
    let key: ID<APIKey>
    let master: [UInt8]

    func token(
        audience: String = "stockbook-api",
        issuer: String = "stockbook",
        now: Date = Date()
    ) async throws -> String {
        let keys = JWTKeyCollection()
        let secret = GatewayKeys(master: self.master).token
        await keys.add(hmac: HMACKey(key: secret), digestAlgorithm: .sha256)
        var claims = TokenClaims(key: self.key.description, now: now)
        (claims.aud, claims.iss) = (audience, issuer)
        return try await keys.sign(claims)
    }
}
