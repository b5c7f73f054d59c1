import Contracts
import Foundation
import GatewayDomain
import JWTKit
import Kernel
import TestSupport
import Testing

@testable import Gateway

/// Credentials that are nearly right.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct ForgedCredentialTests {
    @Test func `a cookie that is not ours opens nothing`() async throws {
        try await withGateway { gateway async throws in
            let ada = try await gateway.newcomer("ada")
            let key = try await gateway.newKey([.auditRead], by: ada)
            let cookie = try #require(ada.headers.first?.1)
            let value = String(cookie.split(separator: "=", maxSplits: 1)[1])
            var generator = SystemRandomNumberGenerator()
            let stranger = OpaqueToken.make(.session, using: &generator).text
            let forgeries = [
                stranger, key.secret, "", "\"\"", value.uppercased(), String(value.dropLast()),
                value + "A", String(value.reversed()), "' OR 1=1 --", value + "%00",
                String(repeating: "A", count: 4_096),
            ]
            for forgery in forgeries {
                let forged = ada.with("Cookie", "\(SessionCookie.name)=\(forgery)")
                let refused = try await gateway.ask("getSession", by: forged)
                #expect(refused.status == 401, "\(forgery)")
            }
            #expect(try await gateway.ask("getSession", by: ada).status == 200)
        }
    }

    @Test func `a session is no key and a key is no session`() async throws {
        try await withGateway { gateway async throws in
            let ada = try await gateway.newcomer("ada")
            let cookie = try #require(ada.headers.first?.1)
            let value = String(cookie.split(separator: "=", maxSplits: 1)[1])
            for visitor in [Visitor.key(value), .token(value)] {
                #expect(try await gateway.ask("getSession", by: visitor).status == 401)
            }
            let key = try await gateway.newKey(by: ada).secret
            let asCookie = Visitor.nobody.with("Cookie", "\(SessionCookie.name)=\(key)")
            #expect(try await gateway.ask("getSession", by: asCookie).status == 401)
        }
    }

    @Test func `a token signed in another way is none, whatever it says of itself`()
        async throws
    {
        try await withGateway { gateway async throws in
            let ada = try await gateway.newcomer("ada")
            let id = try await gateway.newKey([.auditRead], by: ada).id
            let forger = AlgorithmForger(
                key: id,
                keys: GatewayKeys(master: gateway.configuration.masterKey)
            )
            let good = try await forger.token()
            #expect(try await gateway.ask("listAudit", by: .token(good)).status == 200)
            var forgeries = [
                "an elliptic curve": try await forger.ellipticToken()
            ]
            for algorithm in ["none", "None", "nOnE", "", "RS256", "ES256", "HS999"] {
                for signature in ["", "e30", String(good.split(separator: ".")[2])] {
                    let name = "says \(algorithm), signed \(signature.count)"
                    forgeries[name] = forger.relabelled(good, algorithm, signature)
                }
            }
            let parts = good.split(separator: ".", omittingEmptySubsequences: false)
            forgeries["two parts"] = "\(parts[0]).\(parts[1])"
            forgeries["four parts"] = good + ".e30"
            forgeries["another signature"] =
                "\(parts[0]).\(parts[1]).\(String(parts[2].reversed()))"
            for (name, token) in forgeries {
                let refused = try await gateway.ask("listAudit", by: .token(token))
                #expect(refused.status == 401, "\(name)")
            }
        }
    }

    @Test(arguments: ["Basic YWRhOng=", "Bearer", "Bearer  ", "bearer", "Token x", "Negotiate"])
    func `an authorization of another kind is refused, not ignored`(value: String) async throws {
        try await withGateway { gateway async throws in
            let ada = try await gateway.newcomer("ada").with("Authorization", value)
            #expect(try await gateway.ask("getSession", by: ada).status == 401)
        }
    }

    @Test func `nobody chooses the number of a request or where it comes from`() async throws {
        try await withGateway { gateway async throws in
            let forged = "01900000-0000-7000-8000-000000000000"
            let answer = try await gateway.send(
                "GET",
                "/docs",
                headers: [
                    ("X-Request-Id", forged), ("traceparent", "00-zz-zz-zz"), ("tracestate", ",,="),
                    ("X-Forwarded-For", "10.0.0.1, '; --"), ("X-HTTP-Method-Override", "DELETE"),
                    ("X-Original-URL", "/v1/users"), ("Forwarded", "for=\"_x\""),
                ]
            )
            #expect(answer.status == 200)
            #expect(answer.header("x-request-id") != forged)
        }
    }
}

/// Signs the right claims in ways that the gateway does not use.
private struct AlgorithmForger {
    let key: String
    let keys: GatewayKeys

    func token() async throws -> String {
        let signers = JWTKeyCollection()
        await signers.add(hmac: HMACKey(key: self.keys.token), digestAlgorithm: .sha256)
        return try await signers.sign(self.claims)
    }

    func ellipticToken() async throws -> String {
        let signers = JWTKeyCollection()
        await signers.add(ecdsa: ES256PrivateKey())
        return try await signers.sign(self.claims)
    }

    private var claims: TokenClaims { TokenClaims(key: self.key) }

    /// The same claims under a header that names another algorithm.
    func relabelled(_ token: String, _ algorithm: String, _ signature: String) -> String {
        let header = Data(#"{"alg":"\#(algorithm)","typ":"JWT"}"#.utf8).base64EncodedString()
        let claims = token.split(separator: ".")[1]
        return "\(header.replacing("=", with: "")).\(claims).\(signature)"
    }
}
