package import Contracts
package import Kernel
import Metrics

/// Decides whether a request from the queue is what it claims to be.
///
/// The gateway has checked the same before; but whoever can write to the queue is not the gateway.
package struct RequestAdmission: Sendable {
    private let service: ServiceName
    private let key: AssertionKey

    package init(service: ServiceName, key: AssertionKey) {
        self.service = service
        self.key = key
    }

    /// The request with its verified principal.
    ///
    /// - Throws: 403 `forged-principal` unless the gateway vouches for it, 403 `forbidden` without the
    ///   permission that the operation needs, 404 for an operation of another service.
    package func admit(
        _ message: RequestMessage,
        deadline: ContinuousClock.Instant,
        now: Timestamp = .now
    ) throws(Problem) -> OperationRequest {
        let content = message.content
        guard let assertion = PrincipalAssertion(message.assertion),
            assertion.isValid(for: content, to: self.service, key: self.key, now: now)
        else {
            MessagingMetrics.forgedRequests.increment()
            throw Problem(.forgedPrincipal)
        }
        let request = OperationRequest(
            operation: content.operation,
            principal: try Self.decode(content.principal, "principal"),
            path: try Self.decode(content.path, "path"),
            query: QueryParameters(try Self.decode(content.query, "query")),
            headers: try Self.decode(content.headers, "headers"),
            body: content.body,
            messageID: content.messageID,
            idempotencyKey: content.idempotencyKey,
            receivedAt: now,
            deadline: deadline
        )
        try self.checkPermission(of: request)
        return request
    }

    private func checkPermission(of request: OperationRequest) throws(Problem) {
        guard let description = Operations.named(request.operation),
            description.host == .service(self.service)
                || (description.host == .named && request.path["service"] == self.service.rawValue)
        else { throw .notFound("\(self.service.rawValue) has no \(request.operation).") }
        if let permission = description.permission, !request.principal.may(permission) {
            throw .forbidden(permission)
        }
    }

    private static func decode<Value: Decodable>(
        _ text: String,
        _ name: String
    ) throws(Problem) -> Value {
        do {
            return try MessageCoding.decode(Value.self, from: Array(text.utf8))
        } catch {
            throw .badRequest("The \(name) of the request cannot be read.")
        }
    }
}
