import Contracts
import Kernel
import Messaging
import Postgres

extension OperationRequest {
    /// The location that a parameter names by code or identifier; `nil` without the parameter.
    ///
    /// - Throws: 422 for one that does not exist: a list that is empty because of a slip would be
    ///   believed.
    func location(
        _ parameter: String,
        in transaction: borrowing Transaction
    ) throws -> ID<Location>? {
        guard let name = self.query[parameter] else { return nil }
        let found = try transaction.execute(
            "SELECT (\(fragment: LocationStore.id(named: name))) AS id"
        )
        guard let id = try found[0].decode("id", as: ID<Location>?.self) else {
            throw Problem.unknownLocation(name, pointer: "/query/\(parameter)")
        }
        return id
    }

    /// The warehouses that the principal may read of; `nil` for all.
    var readableWarehouses: Set<ID<Location>>? { self.principal.warehouses(for: .stockRead) }
}
