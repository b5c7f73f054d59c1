/// What answers the requests to a service, whose principals have been verified.
package protocol OperationHandler: Sendable {
    /// Never fails: a fault is an answer, too.
    func respond(to request: OperationRequest) async -> OperationResponse
}
