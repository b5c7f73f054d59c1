import Contracts
import Kernel
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
