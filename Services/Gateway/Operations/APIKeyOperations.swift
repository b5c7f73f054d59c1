import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// Lists API keys, the latest made first.
struct ListAPIKeys: Operation {
    static let id = "listApiKeys"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let keys = try MachineKeyStore.page(
            includingRevoked: try request.query.flag("includeRevoked"),
            before: try request.cursorID(),
            limit: limit + 1,
            in: transaction
        )
        return try request.page(
            of: keys,
            limit: limit,
            keys: { [$0.id.description] },
            body: { try APIKeyView.list($0, in: transaction) }
        )
    }
}

/// Ends an API key and all tokens that were made from it.
struct RevokeAPIKey: LocalOperation {
    static let id = "revokeApiKey"

    let database: PostgresPool
    let cache: CallerCache

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let id: ID<APIKey> = try request.message.pathID("apiKeyId")
        let wasThere = try await self.database.withTransaction { transaction in
            try MachineKeyStore.revoke(id, in: transaction)
        }
        guard wasThere else { throw Problem.notFound("There is no such API key.") }
        self.cache.forgetAll()
        return .noContent
    }
}

/// Exchanges an API key for a token that lives for minutes and may hold less.
struct CreateToken: LocalOperation {
    static let id = "createToken"

    let tokens: MachineTokens

    struct Draft: Codable {
        let permissions: [Permission]?
        let lifetimeSeconds: Int?
    }

    struct Answer: Encodable {
        let accessToken: String
        let tokenType = "Bearer"
        /// Seconds.
        let expiresIn: Int
        let permissions: [String]
    }

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        guard case .apiKey(let key) = try request.requireCaller().credential else {
            throw Problem(.forbidden, detail: "A token is made from an API key.")
        }
        let draft =
            request.message.body.isEmpty
            ? Draft(permissions: nil, lifetimeSeconds: nil)
            : try request.message.document(Draft.self)
        let seconds = draft.lifetimeSeconds ?? MachineTokens.standardLifetime
        guard MachineTokens.lifetimes.contains(seconds) else {
            throw Problem.validation(
                "/lifetimeSeconds",
                rule: "range",
                "lifetimeSeconds is from 60 to 3600."
            )
        }
        let permissions = draft.permissions.map(Set.init)
        guard permissions?.count == draft.permissions?.count else {
            throw Problem.validation(
                "/permissions",
                rule: "uniqueItems",
                "permissions names each once."
            )
        }
        let limited = key.limited(to: permissions ?? key.permissions)
        let token = try await self.tokens.make(for: limited, seconds: seconds)
        return try .json(
            Answer(
                accessToken: token,
                expiresIn: seconds,
                permissions: limited.permissions.map(\.rawValue).sorted()
            )
        )
    }
}
