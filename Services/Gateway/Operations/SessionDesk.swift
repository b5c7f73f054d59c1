import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// Opens and describes the sessions of browsers.
struct SessionDesk: Sendable {
    let database: PostgresPool
    let csrf: CSRFToken
    let cookie: SessionCookie
    let policy: SessionPolicy

    /// How much of a browser's name is kept, in bytes.
    private static let userAgentBytes = 400

    /// Writes a new session and answers with its cookie.
    ///
    /// - Parameter alongside: What else belongs into the same transaction.
    func open(
        for account: Account,
        _ request: GatewayRequest,
        alongside: @escaping @Sendable (borrowing Transaction) throws -> Void
    ) async throws -> OperationResponse {
        var generator = SystemRandomNumberGenerator()
        let token = OpaqueToken.make(.session, using: &generator)
        let now = Timestamp.now
        let userAgent = request.message.headers["user-agent"] ?? ""
        let session = SessionStore.Record(
            id: .make(),
            account: account.id,
            createdAt: now,
            lastUsedAt: now,
            address: request.address,
            userAgent: userAgent.fitting(bytes: Self.userAgentBytes)
        )
        let view = try await self.database.withTransaction { transaction in
            try alongside(transaction)
            let digest = GatewayKeys.digest(token.text)
            try SessionStore.insert(session, tokenDigest: digest, in: transaction)
            return try self.current(session, of: account, in: transaction)
        }
        return try .json(
            view,
            headers: [self.cookie.set(token.text, for: self.policy.absoluteLimit)]
        )
    }

    /// The session that asks, with its CSRF token.
    func current(
        _ session: SessionStore.Record,
        of account: Account,
        in transaction: borrowing Transaction
    ) throws -> SessionView {
        var view = SessionView(
            session,
            of: account,
            policy: self.policy,
            isCurrent: true,
            labels: try [account].warehouseLabels(in: transaction)
        )
        view.csrfToken = self.csrf.token(for: session.id)
        return view
    }
}
