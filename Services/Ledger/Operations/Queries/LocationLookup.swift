import Contracts
import Kernel
import Messaging
import Postgres

extension OperationRequest {
    /// The location that a parameter names by code or identifier; `nil` without the parameter.
    ///
    /// One that does not exist gets an identifier that nothing has, so that the list is empty.
    func location(
        _ parameter: String,
        in transaction: borrowing Transaction
    ) throws -> ID<Location>? {
        guard let name = self.query[parameter] else { return nil }
        let rows = try transaction.execute(
            """
            SELECT id
            FROM location
            WHERE code = \(name) OR id = \(ID<Location>(name))
            """
        )
        return try rows.first?.decode("id") ?? .make()
    }

    /// The warehouses that the principal may read of; `nil` for all.
    var readableWarehouses: Set<ID<Location>>? { self.principal.warehouses(for: .stockRead) }
}
