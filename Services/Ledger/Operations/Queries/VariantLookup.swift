import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

extension OperationRequest {
    /// The SKU that the parameter `sku` names; `nil` without the parameter.
    ///
    /// - Throws: 422 for one that the ledger has never heard of: a list that is empty because of a
    ///   slip would be believed.
    func sku(in transaction: borrowing Transaction) throws -> String? {
        guard let sku = self.query["sku"] else { return nil }
        let rows = try transaction.execute("SELECT FROM variant WHERE sku = \(sku) LIMIT 1")
        guard !rows.isEmpty else {
            throw Problem.unknownVariant(sku, pointer: "/query/sku")
        }
        return sku
    }
}

extension StockVariant {
    /// The variant of a SKU.
    ///
    /// - Throws: 422 where there is none.
    static func known(
        _ sku: String,
        in transaction: borrowing Transaction
    ) throws -> StockVariant {
        var state = LedgerState()
        try VariantStore.insert(
            try transaction.execute(VariantStore.named([], skus: [sku], barcodes: [])),
            into: &state
        )
        guard let variant = state.variant(.sku(sku)) else {
            throw Problem.unknownVariant(sku, pointer: "/sku")
        }
        return variant
    }
}

extension ID<Contracts.Category> {
    /// - Throws: 422 where there is no category that a document names.
    func requireKnown(in transaction: borrowing Transaction) throws {
        let known = try transaction.execute(
            "SELECT FROM category WHERE id = \(self) AND NOT is_deleted"
        )
        guard known.isEmpty else { return }
        throw Problem.validation("/categoryId", rule: "known", "There is no such category.")
    }
}
