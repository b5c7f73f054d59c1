package import Postgres

/// One thing that the gateway can ask of this service.
///
/// It only sees the transaction: it cannot publish or call out, so everything it does commits or
/// rolls back together. For an operation that changes nothing the transaction is read-only.
package protocol Operation: Sendable {
    /// The `operationId` of the contract.
    static var id: String { get }

    /// Whether a dry run is rolled back; not by those that rehearse later what they note down now.
    static var rollsBackDryRun: Bool { get }

    /// - Throws: A `Problem` to refuse; nothing has changed then.
    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse
}

extension Operation {
    package static var rollsBackDryRun: Bool { true }
}
