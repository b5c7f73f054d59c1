import Contracts
import FoundationEssentials
import GatewayDomain
import Kernel

/// Decides whether a request may reach its operation: who asks, from where, how often, and whether
/// they may.
struct Admission: Sendable {
    let authenticator: Authenticator
    let csrf: CSRFToken
    /// For each person.
    let personLimit: RateLimiter<UUID>
    /// For each API key; a program asks more often than a person.
    let programLimit: RateLimiter<UUID>
    /// For each address, for what is asked without a credential that is right.
    let addressLimit: RateLimiter<String>
    /// For each address, for signing in.
    let signInLimit: RateLimiter<String>

    /// What somebody with a one-time password can do before choosing another.
    private static let allowedBeforePasswordChange: Set<String> = [
        "changePassword", "getSession", "signOut",
    ]

    /// The caller, or `nil` for an open operation, which only the address is counted for.
    ///
    /// - Throws: `unauthenticated`, or ``Throttled``.
    func identify(
        _ request: IncomingRequest,
        for operation: OperationDescription,
        from address: String
    ) async throws -> Caller? {
        guard operation.access != .open else {
            if operation.id == "signIn" {
                try await self.countSignIn(request, from: address)
            } else {
                try self.take(address, from: self.addressLimit)
            }
            return nil
        }
        guard let caller = try await self.authenticate(request, from: address) else {
            try self.take(address, from: self.addressLimit)
            throw Problem.unauthenticated()
        }
        return caller
    }

    /// A wrong credential counts for the address, as none at all does.
    private func authenticate(
        _ request: IncomingRequest,
        from address: String
    ) async throws -> Caller? {
        do {
            return try await self.authenticator.authenticate(request, from: address)
        } catch let problem as Problem where problem.status == 401 {
            try self.take(address, from: self.addressLimit)
            throw problem
        }
    }

    /// Counts an attempt to sign in: by address, or by the API key of a front end that passes on the
    /// attempts of many people.
    private func countSignIn(_ request: IncomingRequest, from address: String) async throws {
        guard
            request.headers.value(of: .apiKey) != nil
                || request.headers.value(of: .authorization) != nil,
            let caller = try await self.authenticate(request, from: address),
            caller.principal.may(.sessionManage)
        else { return try self.take(address, from: self.signInLimit) }
        try self.count(caller)
    }

    private func count(_ caller: Caller) throws {
        let limit = caller.session == nil ? self.programLimit : self.personLimit
        try self.take(caller.principal.id, from: limit)
    }

    /// Refuses what the caller may not do; apart from ``identify(_:for:from:)``, so that the audit
    /// trail knows whom it was refused to.
    ///
    /// - Throws: The `Problem` to answer with; nothing has been done then.
    func check(
        _ caller: Caller?,
        _ request: IncomingRequest,
        _ operation: OperationDescription
    ) throws {
        try self.refuseCrossSite(request, to: operation)
        guard let caller else { return }
        try self.count(caller)
        if let session = caller.session, !operation.isReadOnly,
            !self.csrf.isValid(request.headers.value(of: .csrfToken), for: session.id)
        {
            throw Problem(.csrfTokenInvalid)
        }
        if caller.session?.account.mustChangePassword == true,
            !Self.allowedBeforePasswordChange.contains(operation.id)
        {
            throw Problem(.passwordChangeRequired)
        }
        if let permission = operation.permission, !caller.principal.may(permission) {
            throw Problem.forbidden(permission)
        }
    }

    /// A browser says where a request comes from; what another site makes it send is refused.
    private func refuseCrossSite(
        _ request: IncomingRequest,
        to operation: OperationDescription
    ) throws(Problem) {
        guard !operation.isReadOnly, request.headers.value(of: .fetchSite) == "cross-site"
        else { return }
        throw Problem(.csrfTokenInvalid, detail: "Another site caused this request.")
    }

    private func take<Key>(_ key: Key, from limiter: RateLimiter<Key>) throws {
        guard let wait = limiter.take(key) else { return }
        throw Throttled(problem: Problem(.tooManyRequests), wait: wait)
    }
}

/// A refusal that ends by itself.
struct Throttled: Error {
    let problem: Problem
    let wait: Duration
}
