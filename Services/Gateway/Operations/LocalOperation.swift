import Messaging

/// An operation of the gateway that needs more than a transaction: a slow hash, a cookie, a file.
protocol LocalOperation: Sendable {
    /// The `operationId` of the contract.
    static var id: String { get }

    /// - Throws: A `Problem` to refuse; nothing has changed then.
    func respond(to request: GatewayRequest) async throws -> OperationResponse
}
