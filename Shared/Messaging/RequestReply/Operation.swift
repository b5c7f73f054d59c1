package import Postgres

/// One thing that the gateway can ask of this service.
///
/// It only sees the transaction: it cannot publish or call out, so everything it does commits or
/// rolls back together. For an operation that changes nothing the transaction is read-only.
package protocol Operation: Sendable {
    /// The `operationId` of the contract.
    static var id: String { get }

    /// - Throws: A `Problem` to refuse; nothing has changed then.
    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse
}
