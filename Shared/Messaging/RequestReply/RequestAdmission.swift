package import Contracts
package import Kernel
import Metrics

/// Decides whether a request from the queue is what it claims to be.
///
/// The gateway has checked the same before; but whoever can write to the queue is not the gateway.
package struct RequestAdmission: Sendable {
    private let service: ServiceName
    private let key: AssertionKey
    private let principals = PrincipalTexts()

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
            principal: try Self.reading("principal") {
                try self.principals.principal(of: content.principal)
            },
            path: try Self.pairs(content.path, "path"),
            query: try Self.query(content.query),
            headers: try Self.pairs(content.headers, "headers"),
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

    private static func pairs(
        _ text: String,
        _ name: String
    ) throws(Problem) -> [String: String] {
        guard text != RequestContent.noPairs else { return [:] }
        return try self.reading(name) {
            try MessageCoding.decode([String: String].self, from: Array(text.utf8))
        }
    }

    private static func query(_ text: String) throws(Problem) -> QueryParameters {
        guard text != RequestContent.noList else { return QueryParameters() }
        return try self.reading("query") {
            QueryParameters(
                try MessageCoding.decode([QueryParameters.Pair].self, from: Array(text.utf8))
            )
        }
    }

    private static func reading<Value>(
        _ name: String,
        _ read: () throws -> Value
    ) throws(Problem) -> Value {
        do {
            return try read()
        } catch {
            throw .badRequest("The \(name) of the request cannot be read.")
        }
    }
}
