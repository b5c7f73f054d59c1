import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// Makes an API key and shows its secret once.
struct CreateAPIKey: LocalOperation {
    static let id = "createApiKey"

    let database: PostgresPool

    struct Draft: Codable {
        let id: ID<APIKey>?
        let name: String
        let permissions: Set<Permission>
        let warehouses: [String]?
        let expiresAt: Timestamp?
    }

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let account = try request.requireSession().account
        var generator = SystemRandomNumberGenerator()
        let token = OpaqueToken.make(.apiKey, using: &generator)
        let insert = InsertAPIKey(token: token, creator: account.id)
        let answer = await TransactionalOperations([insert], database: self.database)
            .respond(to: request.message)
        return OneTimeSecret.reveal(token.text, as: "secret", in: answer)
    }
}

/// The part of making an API key that is one transaction.
struct InsertAPIKey: Operation {
    static let id = CreateAPIKey.id

    let token: OpaqueToken
    let creator: ID<User>

    private static let maximumWarehouses = 1_000

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: CreateAPIKey.Draft = try request.document()
        try self.check(draft, by: request.principal)
        let warehouses = try draft.warehouses.map { names in
            try WarehouseStore.resolve(names, pointer: "/warehouses", in: transaction)
        }
        let key = MachineKey(
            id: draft.id ?? .make(),
            name: draft.name,
            prefix: String(self.token.text.prefix(MachineKey.prefixLength)),
            permissions: draft.permissions,
            warehouses: warehouses.map(Set.init),
            createdBy: self.creator,
            createdAt: .now,
            expiresAt: draft.expiresAt
        )
        let digest = GatewayKeys.digest(self.token.text)
        guard try MachineKeyStore.insert(key, tokenDigest: digest, in: transaction) else {
            throw Problem.conflict(.alreadyExists, "An API key with this id exists.")
        }
        return try .json(
            NewAPIKeyView(apiKey: APIKeyView.list([key], in: transaction)[0]),
            status: 201,
            headers: [("Location", "/v1/api-keys/\(key.id)")]
        )
    }

    private func check(_ draft: CreateAPIKey.Draft, by principal: Principal) throws(Problem) {
        guard TextLength(1...MachineKey.maximumNameLength).allows(draft.name) else {
            throw .validation("/name", rule: "length", "name has 1 to 200 characters.")
        }
        guard !draft.permissions.isEmpty else {
            throw .validation("/permissions", rule: "minItems", "permissions is empty.")
        }
        guard (1...Self.maximumWarehouses).contains(draft.warehouses?.count ?? 1) else {
            throw .validation("/warehouses", rule: "items", "warehouses has 1 to 1000 items.")
        }
        if let expiresAt = draft.expiresAt, expiresAt <= .now {
            throw .validation("/expiresAt", rule: "future", "expiresAt is in the past.")
        }
        // Nobody hands out more than they have.
        if let excess = draft.permissions.subtracting(principal.permissions)
            .min(by: { $0.rawValue < $1.rawValue })
        {
            throw .forbidden(excess)
        }
    }
}
