import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres

@testable import Catalog

extension CatalogFixture {
    /// Tells the catalog that the ledger has used a variant.
    func noteUse(of variant: String) async throws {
        guard let id = ID<Variant>(variant) else { throw FixtureError(answer: variant) }
        let message = VariantUsed(variantId: id, sku: "A", recordedAt: .now)
        let request = OperationRequest(
            operation: "",
            principal: Self.principal,
            messageID: UUID()
        )
        try await self.pool.withTransaction { transaction in
            try VariantUsedHandler()
                .handle(message, context: MessageContext(request), in: transaction)
        }
    }
}
