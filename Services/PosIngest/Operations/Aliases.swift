import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// An alias as the API shows it.
struct AliasView: Encodable {
    let id: ID<Alias>
    let source: String?
    let code: String
    let variantId: ID<Variant>
    let sku: String
    let packQuantity: Quantity
    let createdAt: Timestamp
    let actor: Actor

    init(_ record: AliasStore.Record) {
        self.id = record.id
        self.source = record.source
        self.code = record.code
        self.variantId = record.variant
        self.sku = record.sku
        self.packQuantity = record.packQuantity
        self.createdAt = record.createdAt
        self.actor = record.actor
    }
}

/// Lists aliases in order of code.
struct ListAliases: Operation {
    static let id = "listAliases"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let cursor = try PageCursor.read(request, keyCount: 2).map { cursor in
            (code: cursor.keys[0], id: try cursor.key(1, ID<Alias>.init))
        }
        let records = try AliasStore.page(
            source: request.query["source"],
            code: request.query["code"],
            sku: request.query["sku"],
            after: cursor,
            limit: limit + 1,
            in: transaction
        )
        return try request.page(
            of: records,
            limit: limit,
            keys: { [$0.code, $0.id.description] },
            body: { $0.map(AliasView.init) }
        )
    }
}

/// Makes a code of a source stand for a variant from then on.
struct CreateAlias: Operation {
    static let id = "createAlias"

    struct Draft: Codable {
        let id: ID<Alias>?
        let source: String?
        let code: String
        let sku: String?
        let variantId: ID<Variant>?
        let packQuantity: Quantity?
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: Draft = try request.document()
        try self.check(draft)
        if let source = draft.source,
            try SourceStore.named([source], in: transaction).isEmpty
        {
            throw Problem.validation("/source", rule: "unknown-source", "There is no such source.")
        }
        let found = try AliasStore.variant(
            sku: draft.sku,
            id: draft.variantId,
            in: transaction
        )
        guard let found else {
            let pointer = draft.sku == nil ? "/variantId" : "/sku"
            let message = "There is no such variant."
            throw Problem(
                .unknownVariant,
                detail: message,
                errors: [FieldError(pointer: pointer, rule: "unknown-variant", message: message)]
            )
        }
        let alias = AliasStore.Record(
            id: draft.id ?? .make(),
            source: draft.source,
            code: draft.code,
            variant: found.id,
            sku: found.sku,
            packQuantity: draft.packQuantity ?? 1,
            actor: request.principal.actor,
            createdAt: .now
        )
        guard try AliasStore.insert(alias, in: transaction) else {
            throw Problem.conflict(.alreadyExists, "There is an alias for this code already.")
        }
        guard let stored = try AliasStore.find(alias.id, in: transaction) else {
            throw Problem.internalError()
        }
        return try .json(
            AliasView(stored),
            status: 201,
            headers: [("Location", "/v1/pos/aliases/\(alias.id)")]
        )
    }

    private func check(_ draft: Draft) throws(Problem) {
        guard PosLimits.name.allows(draft.code) else {
            throw .validation("/code", rule: "length", "code has \(PosLimits.name).")
        }
        guard (draft.sku == nil) != (draft.variantId == nil) else {
            throw .validation("", rule: "oneOf", "Name the variant by sku or by variantId.")
        }
        guard draft.packQuantity.map(\.isPositive) ?? true else {
            throw .validation("/packQuantity", rule: "positive", "packQuantity is above zero.")
        }
    }
}

/// Forgets an alias; what was applied stays applied.
struct DeleteAlias: Operation {
    static let id = "deleteAlias"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id: ID<Alias> = try request.pathID("aliasId")
        guard try AliasStore.delete(id, in: transaction) else {
            throw Problem.notFound("There is no such alias.")
        }
        return .noContent
    }
}
