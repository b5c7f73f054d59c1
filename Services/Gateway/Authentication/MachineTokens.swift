import Contracts
import FoundationEssentials
import GatewayDomain
import JWTKit
import Kernel

/// Short-lived JSON Web Tokens (RFC 7519) that stand for an API key, or for a part of it.
///
/// Signed with HS256 by a key that every gateway derives from the same master. The API key inside
/// is looked up on each use, so revoking it ends its tokens as well.
struct MachineTokens: Sendable {
    /// Seconds.
    static let lifetimes = 60...3_600
    static let standardLifetime = 900
    private static let issuer = "stockbook"
    private static let audience = "stockbook-api"
    /// A token is at most some 1,500 bytes; nothing near this size is one.
    private static let maximumLength = 4_096

    private let keys = JWTKeyCollection()

    init(keys: GatewayKeys) async {
        await self.keys.add(hmac: HMACKey(key: keys.token), digestAlgorithm: .sha256)
    }

    func make(for key: MachineKey, seconds: Int, now: Date = Date()) async throws -> String {
        try await self.keys.sign(
            Claims(
                issuer: IssuerClaim(value: Self.issuer),
                audience: AudienceClaim(value: Self.audience),
                subject: SubjectClaim(value: key.id.description),
                issuedAt: IssuedAtClaim(value: now),
                expiration: ExpirationClaim(value: now.addingTimeInterval(Double(seconds))),
                permissions: key.permissions
            )
        )
    }

    /// What a token says: an API key, and the part of its permissions that the token holds.
    struct Meaning: Sendable {
        let key: ID<APIKey>
        let permissions: Set<Permission>
    }

    /// - Throws: `unauthenticated` for a token that is not ours, is expired or is for others.
    func verify(_ token: String) async throws(Problem) -> Meaning {
        guard token.utf8.count <= Self.maximumLength else { throw Self.refused }
        let claims: Claims
        do {
            claims = try await self.keys.verify(token, as: Claims.self)
        } catch {
            throw Self.refused
        }
        guard let id = ID<APIKey>(claims.subject.value) else { throw Self.refused }
        return Meaning(key: id, permissions: claims.permissions)
    }

    private static let refused = Problem.unauthenticated("The token is not valid, or no longer.")

    private struct Claims: JWTPayload {
        let issuer: IssuerClaim
        let audience: AudienceClaim
        let subject: SubjectClaim
        let issuedAt: IssuedAtClaim
        let expiration: ExpirationClaim
        let permissions: Set<Permission>

        enum CodingKeys: String, CodingKey {
            case issuer = "iss"
            case audience = "aud"
            case subject = "sub"
            case issuedAt = "iat"
            case expiration = "exp"
            case permissions
        }

        func verify(using algorithm: some JWTAlgorithm) async throws {
            try self.expiration.verifyNotExpired()
            try self.audience.verifyIntendedAudience(includes: MachineTokens.audience)
            guard self.issuer.value == MachineTokens.issuer else {
                throw JWTError.claimVerificationFailure(
                    failedClaim: self.issuer,
                    reason: "another issuer"
                )
            }
        }
    }
}
