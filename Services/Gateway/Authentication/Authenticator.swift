import Contracts
import GatewayDomain
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
    /// For each address, for credentials that had to be looked up and are wrong.
    let guesses: RateLimiter<String>

    /// What a look-up finds, and when its use is worth noting.
    private struct Found: Sendable {
        let caller: Caller
        /// Writes down that it was used; `nil` where that was done lately.
        var touch: (@Sendable (borrowing Transaction) throws -> Void)?
    }

    /// The caller; `nil` where the request carries no credential at all.
    ///
    /// - Throws: `unauthenticated` for a credential that is wrong: it is never ignored; or
    ///   ``Throttled`` where the address has shown too many.
    func authenticate(_ request: IncomingRequest, from address: String) async throws -> Caller? {
        if let authorization = request.headers.value(of: .authorization) {
            if let credential = Self.usualCredential(authorization) {
                return try await self.program(credential, from: address)
            }
            let parts = authorization.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else {
                throw Problem.unauthenticated("Only Bearer authorization is known.")
            }
            return try await self.program(String(parts[1]), from: address)
        }
        if let key = request.headers.value(of: .apiKey) {
            return try await self.program(key, from: address)
        }
        guard let cookie = request.headers.cookie(named: SessionCookie.name) else { return nil }
        return try await self.browser(cookie, from: address)
    }

    private func program(_ credential: String, from address: String) async throws -> Caller {
        if let token = OpaqueToken(credential, kind: .apiKey) {
            let digest = GatewayKeys.digest(token.text)
            return try await self.cached(digest, from: address) { transaction in
                guard let key = try MachineKeyStore.find(tokenDigest: digest, in: transaction),
                    let held = try self.held(key, in: transaction)
                else { return nil }
                let caller = Caller(credential: .apiKey(held))
                guard MachineKeyStore.needsTouch(key, at: .now) else {
                    return Found(caller: caller)
                }
                return Found(caller: caller) { try MachineKeyStore.touch(key.id, in: $0) }
            }
        }
        let meaning = try await self.tokens.verify(credential)
        return try await self.cached(GatewayKeys.digest(credential), from: address) { transaction in
            guard let key = try MachineKeyStore.find(meaning.key, in: transaction),
                let held = try self.held(key, in: transaction)
            else { return nil }
            return Found(caller: Caller(credential: .token(held.limited(to: meaning.permissions))))
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

    private func browser(_ cookie: String, from address: String) async throws -> Caller {
        guard let token = OpaqueToken(cookie, kind: .session) else {
            throw Problem.unauthenticated("The session is not valid.")
        }
        let digest = GatewayKeys.digest(token.text)
        return try await self.cached(digest, from: address) { transaction in
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
            let caller = Caller(credential: .session(session.id, account))
            guard self.policy.needsTouch(lastUsedAt: session.lastUsedAt, now: now) else {
                return Found(caller: caller)
            }
            return Found(caller: caller) { try SessionStore.touch(session.id, at: now, in: $0) }
        }
    }

    /// Looks a credential up unless that was done lately; only a right one costs a write, and that
    /// once in a while.
    private func cached(
        _ digest: [UInt8],
        from address: String,
        lookUp: @escaping @Sendable (borrowing Transaction) throws -> Found?
    ) async throws -> Caller {
        switch self.cache.finding(for: digest) {
        case .somebody(let caller): return caller
        case .nobody: throw Self.refused
        case nil: break
        }
        if let wait = self.guesses.wait(address) {
            throw Throttled(problem: Problem(.tooManyRequests), wait: wait)
        }
        let epoch = self.cache.epoch
        let found = try await self.database.withTransaction(.readOnly) { transaction in
            try lookUp(transaction)
        }
        guard let found else {
            self.cache.remember(.nobody, for: digest, since: epoch)
            if let wait = self.guesses.take(address) {
                throw Throttled(problem: Problem(.tooManyRequests), wait: wait)
            }
            throw Self.refused
        }
        if let touch = found.touch {
            try await self.database.withTransaction { transaction in try touch(transaction) }
        }
        self.cache.remember(.somebody(found.caller), for: digest, since: epoch)
        return found.caller
    }

    /// The credential where it is written as nearly everybody does; the scheme may be in any case
    /// and further away (RFC 9110, sections 11.1 and 11.4).
    private static func usualCredential(_ authorization: String) -> String? {
        let scheme = "Bearer "
        guard authorization.hasPrefix(scheme) else { return nil }
        let credential = authorization.utf8.dropFirst(scheme.utf8.count)
        guard let first = credential.first, first != UInt8(ascii: " ") else { return nil }
        return String(Substring(credential))
    }

    private static let refused = Problem.unauthenticated(
        "The credential is not valid, or no longer."
    )
}
