import Contracts
import FoundationEssentials
import Kernel
import Messaging
import PosIngestDomain
import Postgres
import TestSupport

@testable import PosIngest

extension Shop {
    /// The context of a fact that nobody caused.
    private static func context(_ type: String) -> MessageContext {
        MessageContext(
            IncomingMessage(id: UUID(), type: type, source: "", occurredAt: .now, body: [])
        )
    }

    /// The catalog tells of a new variant.
    ///
    /// - Parameter takingUp: Whether messages that wait for it are seen.
    func learn(_ sku: String, takingUp: Bool = true) async throws {
        let variant = VariantChanged(
            variantId: .make(),
            productId: .make(),
            sku: sku,
            name: sku,
            productName: sku,
            status: .active,
            baseUnit: "each",
            tracking: TrackingPolicy(mode: .none, hasExpiry: false),
            version: 1
        )
        try await self.database.withTransaction { transaction in
            guard takingUp else {
                _ = try ProjectionStore.save(variant, in: transaction)
                return
            }
            try VariantChangedHandler().handle(
                variant,
                context: Self.context(VariantChanged.type),
                in: transaction
            )
        }
    }

    /// The ledger tells that documents are in its book, each in a message of its own.
    func answer(_ documents: String...) async throws {
        let arrivals = documents.map { document in
            let posted = CommandsPosted(
                recordedAt: .now,
                commands: [
                    CommandPosted(
                        commandId: .make(),
                        reference: Reference(source: Shop.source.name, document: document),
                        entryId: .make()
                    )
                ]
            )
            return Arrival(message: posted, context: Self.context(CommandsPosted.type))
        }
        try await self.database.withTransaction { transaction in
            try CommandsPostedHandler().handle(arrivals, in: transaction)
        }
    }

    /// The ledger refuses a document.
    func refuse(_ document: String, code: String) async throws {
        let refused = CommandRefused(
            commandId: .make(),
            commandType: RecordSale.type,
            reference: Reference(source: Shop.source.name, document: document),
            code: code
        )
        try await self.database.withTransaction { transaction in
            try CommandRefusedHandler().handle(
                refused,
                context: Self.context(CommandRefused.type),
                in: transaction
            )
        }
    }

    /// An operator asks for something.
    @discardableResult
    func perform(
        _ operation: some Messaging.Operation,
        path: [String: String] = [:],
        body: String = "{}",
        as principal: Principal? = nil
    ) async throws -> OperationResponse {
        let asked = Self.request(path: path, body: body)
        let request = principal.map { asked.by($0) } ?? asked
        return try await self.database.withTransaction { transaction in
            try operation.perform(request, in: transaction)
        }
    }

    /// What an operator asks, who may do everything.
    static func request(
        path: [String: String] = [:],
        body: String = "{}",
        named name: String = "ada"
    ) -> OperationRequest {
        OperationRequest(
            operation: "test",
            principal: Principal(
                id: UUID(),
                kind: .user,
                name: name,
                permissions: Set(Permission.allCases)
            ),
            path: path,
            body: Array(body.utf8),
            messageID: UUID()
        )
    }
}

extension OperationRequest {
    /// The same, asked by somebody else.
    fileprivate func by(_ principal: Principal) -> OperationRequest {
        var request = self
        request.principal = principal
        return request
    }
}

/// Runs `body` with a shop that knows one variant, `A`.
func withShop(
    migration: Migration? = nil,
    _ body: @escaping @Sendable (Shop) async throws -> Void
) async throws {
    try await withTestDatabase(
        schema: ServiceName.posIngest.schema,
        migrations: PosIngestService.migrations + [migration].compactMap(\.self)
    ) { database in
        let shop = Shop(database: database.pool)
        _ = try await database.pool.withTransaction { transaction in
            try SourceStore.insert(Shop.source, in: transaction)
        }
        try await shop.learn("A")
        try await body(shop)
    }
}
