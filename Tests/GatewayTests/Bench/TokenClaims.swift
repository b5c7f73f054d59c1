import Foundation
import JWTKit
import Kernel

/// What a token of the gateway says, for tests that sign it themselves.
struct TokenClaims: JWTPayload {
    var iss = "stockbook"
    var aud = "stockbook-api"
    let sub: String
    let iat: Date
    let exp: Date
    var permissions = ["audit.read"]

    /// Claims of a minute from `now`.
    init(key: String, now: Date = Date()) {
        self.sub = key
        self.iat = now
        self.exp = now.addingTimeInterval(60)
    }

    func verify(using algorithm: some JWTAlgorithm) async throws {}
}
