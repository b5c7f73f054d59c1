import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport

@testable import Ledger

/// What the catalog tells of categories and of what is in them.
extension LedgerBench {
    /// Tells of a category that is below others.
    func tell(
        of category: ID<Contracts.Category>,
        _ name: String,
        below parents: [ID<Contracts.Category>] = [],
        version: Int64 = 1
    ) async throws {
        let fact = CategoryChanged(
            categoryId: category,
            name: name,
            parentId: parents.last,
            path: parents + [category],
            version: version
        )
        try await self.handle(fact, CategoryChangedHandler())
    }

    /// Tells that a category is no more.
    func tell(without category: ID<Contracts.Category>, version: Int64) async throws {
        let fact = CategoryDeleted(categoryId: category, version: version)
        try await self.handle(fact, CategoryDeletedHandler())
    }

    /// Tells in which category a variant is.
    func put(
        _ variant: ID<Variant>,
        _ sku: String,
        in category: ID<Contracts.Category>?,
        name: String = "Thing",
        version: Int64
    ) async throws {
        let fact = Self.fact(variant, sku, in: category, name: name, version: version)
        try await self.handle(fact, VariantChangedHandler())
    }

    static func fact(
        _ variant: ID<Variant>,
        _ sku: String,
        in category: ID<Contracts.Category>?,
        name: String = "Thing",
        version: Int64
    ) -> VariantChanged {
        VariantChanged(
            variantId: variant,
            productId: .make(),
            sku: sku,
            name: name,
            productName: name,
            categoryId: category,
            status: .active,
            baseUnit: "each",
            tracking: TrackingPolicy(mode: .none, hasExpiry: false),
            version: version
        )
    }

    private func handle<Handler: MessageHandler>(
        _ fact: Handler.Message,
        _ handler: Handler
    ) async throws {
        try await self.database.pool.withTransaction { transaction in
            try handler.handle(
                fact,
                context: MessageContext(LedgerBench.request("test")),
                in: transaction
            )
        }
    }

    /// What stock is worth by category, in the order of their names; what is in none has no name.
    func worthByCategory(_ times: [String: String] = [:]) async throws -> [String] {
        try await self.items("getValuation", times.merging(["by": "category"]) { $1 }, limit: 1)
            .map { "\($0["category"]?.text ?? "none") \($0["value"]?.text ?? "")" }
    }

    /// What stock is worth by category, each by its identifier: names have no past.
    func worthOfCategories(_ times: [String: String]) async throws -> [String] {
        try await self.items("getValuation", times.merging(["by": "category"]) { $1 }, limit: 1)
            .map { "\($0["categoryId"]?.text ?? "none") \($0["value"]?.text ?? "")" }
    }

    /// The SKUs of which there is stock in a category or below it.
    func skus(
        in category: ID<Contracts.Category>,
        _ times: [String: String] = [:]
    ) async throws -> [String?] {
        let query = times.merging(["category": category.description]) { $1 }
        return try await self.items("listStock", query, limit: 1).map { $0["sku"]?.text }
    }
}
