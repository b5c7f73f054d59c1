import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// Tells a browser who is signed in, and what they may do.
struct GetSession: LocalOperation {
    static let id = "getSession"

    let desk: SessionDesk

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let session = try request.requireSession()
        return try await self.desk.database.withTransaction(.readOnly) { transaction in
            guard let record = try SessionStore.find(session.id, in: transaction) else {
                throw Problem.unauthenticated()
            }
            return try .json(self.desk.current(record, of: session.account, in: transaction))
        }
    }
}

/// Ends the session of the browser that asks.
struct SignOut: LocalOperation {
    static let id = "signOut"

    let desk: SessionDesk
    let cache: CallerCache

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let session = try request.requireSession()
        _ = try await self.desk.database.withTransaction { transaction in
            try SessionStore.revoke(session.id, of: session.account.id, in: transaction)
        }
        self.cache.forgetAll()
        return OperationResponse(status: 204, headers: [self.desk.cookie.clear])
    }
}

/// Lists live sessions, the latest first: the own ones, or those of another user for who may
/// manage sessions.
struct ListSessions: LocalOperation {
    static let id = "listSessions"

    let desk: SessionDesk

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let current = try request.requireSession()
        let limit = try request.message.query.limit()
        let cursor: ID<Session>? = try request.message.cursorID()
        let owner: ID<User> = try request.message.query.id("user") ?? current.account.id
        guard owner == current.account.id || current.account.principal.may(.sessionManage) else {
            throw Problem.forbidden(.sessionManage)
        }
        let policy = self.desk.policy
        return try await self.desk.database.withTransaction(.readOnly) { transaction in
            guard let user = try AccountStore.find(owner, in: transaction) else {
                throw Problem.notFound("There is no such user.")
            }
            let now = Timestamp.now
            let sessions = try SessionStore.list(
                of: owner,
                createdAfter: now.advanced(by: .zero - policy.absoluteLimit),
                usedAfter: now.advanced(by: .zero - policy.idleLimit),
                before: cursor,
                limit: limit + 1,
                in: transaction
            )
            let labels = try [user].warehouseLabels(in: transaction)
            return try request.message.page(
                of: sessions,
                limit: limit,
                keys: { [$0.id.description] },
                body: { sessions in
                    sessions.map { session in
                        SessionView(
                            session,
                            of: user,
                            policy: policy,
                            isCurrent: session.id == current.id,
                            labels: labels
                        )
                    }
                }
            )
        }
    }
}

/// Ends a session: an own one, or anybody's for who may manage sessions.
struct RevokeSession: LocalOperation {
    static let id = "revokeSession"

    let database: PostgresPool
    let cache: CallerCache

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let account = try request.requireSession().account
        let session: ID<Session> = try request.message.pathID("sessionId")
        let owner = account.principal.may(.sessionManage) ? nil : account.id
        let wasThere = try await self.database.withTransaction { transaction in
            try SessionStore.revoke(session, of: owner, in: transaction)
        }
        guard wasThere else { throw Problem.notFound("There is no such session.") }
        self.cache.forgetAll()
        return .noContent
    }
}
