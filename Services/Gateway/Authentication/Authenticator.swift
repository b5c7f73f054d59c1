import Contracts
import GatewayDomain
import HTTPTypes
import Hummingbird
import Kernel
import Postgres

/// Establishes who sent a request, from a cookie, an API key or a token.
struct Authenticator: Sendable {
    let database: PostgresPool
    let tokens: MachineTokens
    let cache: CallerCache
    let policy: SessionPolicy
    /// The key that the installation itself holds, which no person answers for.
    let operatorKey: ID<APIKey>?

    /// The caller; `nil` where the request carries no credential at all.
    ///
    /// - Throws: `unauthenticated` for a credential that is wrong: it is never ignored.
    func authenticate(_ request: Request) async throws -> Caller? {
        if let authorization = request.headers[.authorization] {
            let parts = authorization.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else {
                throw Problem.unauthenticated("Only Bearer authorization is known.")
            }
            return try await self.program(String(parts[1]))
        }
        if let key = request.headers[.apiKey] { return try await self.program(key) }
        guard let cookie = request.cookies[SessionCookie.name]?.value else { return nil }
        return try await self.browser(cookie)
    }

    private func program(_ credential: String) async throws -> Caller {
        if let token = OpaqueToken(credential, kind: .apiKey) {
            let digest = GatewayKeys.digest(token.text)
            return try await self.cached(digest) { transaction in
                guard let key = try MachineKeyStore.find(tokenDigest: digest, in: transaction),
                    let held = try self.held(key, in: transaction)
                else { return nil }
                try MachineKeyStore.touchIfStale(key, in: transaction)
                return Caller(credential: .apiKey(held))
            }
        }
        let meaning = try await self.tokens.verify(credential)
        return try await self.cached(GatewayKeys.digest(credential)) { transaction in
            guard let key = try MachineKeyStore.find(meaning.key, in: transaction),
                let held = try self.held(key, in: transaction)
            else { return nil }
            return Caller(credential: .token(held.limited(to: meaning.permissions)))
        }
    }

    /// What a key holds now: never more than the one who made it does; `nil` once either has ended.
    private func held(
        _ key: MachineKey,
        in transaction: borrowing Transaction
    ) throws -> MachineKey? {
        guard key.isUsable(at: .now) else { return nil }
        guard key.id != self.operatorKey else { return key }
        guard let maker = try AccountStore.find(key.createdBy, in: transaction), maker.isActive
        else { return nil }
        return key.limited(to: maker.role.permissions)
    }

    private func browser(_ cookie: String) async throws -> Caller {
        guard let token = OpaqueToken(cookie, kind: .session) else {
            throw Problem.unauthenticated("The session is not valid.")
        }
        let digest = GatewayKeys.digest(token.text)
        return try await self.cached(digest) { transaction in
            let now = Timestamp.now
            guard let session = try SessionStore.find(tokenDigest: digest, in: transaction),
                let account = try AccountStore.find(session.account, in: transaction),
                account.isActive,
                self.policy.isAlive(
                    createdAt: session.createdAt,
                    lastUsedAt: session.lastUsedAt,
                    now: now
                )
            else { return nil }
            if self.policy.needsTouch(lastUsedAt: session.lastUsedAt, now: now) {
                try SessionStore.touch(session.id, at: now, in: transaction)
            }
            return Caller(credential: .session(session.id, account))
        }
    }

    private func cached(
        _ digest: [UInt8],
        lookUp: @escaping @Sendable (borrowing Transaction) throws -> Caller?
    ) async throws -> Caller {
        if let caller = self.cache.caller(for: digest) { return caller }
        let epoch = self.cache.epoch
        let found = try await self.database.withTransaction { transaction in
            try lookUp(transaction)
        }
        guard let caller = found else {
            throw Problem.unauthenticated("The credential is not valid, or no longer.")
        }
        self.cache.remember(caller, for: digest, since: epoch)
        return caller
    }
}

extension HTTPField.Name {
    /// Carries an API key where `Authorization` is taken by something in between.
    static let apiKey = Self(verified: "X-API-Key")

    /// A name that is known to be a token of RFC 9110.
    init(verified name: StaticString) {
        guard let field = Self(name.description) else {
            preconditionFailure("a header name consists of token characters")
        }
        self = field
    }
}
