import Contracts
import Kernel
import Metrics

/// Decides whether a request from the queue is what it claims to be.
///
/// The gateway has checked the same before; but whoever can write to the queue is not the gateway.
struct RequestAdmission: Sendable {
    private let service: ServiceName
    private let key: AssertionKey
    /// Principals by their texts.
    ///
    /// Only what an assertion has vouched for gets here, so nobody else can fill it.
    private let known = Memo<[UInt8], ReceivedBundle.Caller>(
        capacity: PrincipalTexts.capacity
    ) { text in
        do {
            return .success(try MessageCoding.decode(Principal.self, from: text))
        } catch {
            return .failure(.badRequest("The principal of the request cannot be read."))
        }
    }

    init(service: ServiceName, key: AssertionKey) {
        self.service = service
        self.key = key
    }

    /// The request with its verified principal.
    ///
    /// - Throws: 403 `forged-principal` unless the gateway vouches for it, 403 `forbidden` without the
    ///   permission that the operation needs, 404 for an operation of another service.
    func admit(
        _ received: ReceivedRequest,
        _ fields: RequestFields,
        body: [UInt8],
        now: Timestamp = .now
    ) throws(Problem) -> OperationRequest {
        let request = OperationRequest(
            operation: fields.operation,
            principal: try self.caller(of: received, now: now),
            path: Self.values(fields.path),
            query: QueryParameters(fields.query.map { .init(name: $0.name, value: $0.value) }),
            headers: Self.values(fields.headers),
            body: body,
            messageID: fields.messageID,
            idempotencyKey: fields.idempotencyKey,
            receivedAt: now,
            deadline: received.deadline
        )
        try self.checkPermission(of: request)
        return request
    }

    private func caller(
        of received: ReceivedRequest,
        now: Timestamp
    ) throws(Problem) -> Principal {
        do {
            return try received.bundle.caller(of: received.request) { bundle in
                self.callers(in: bundle, now: now)
            }
        } catch {
            if error.knownCode == .forgedPrincipal { MessagingMetrics.forgedRequests.increment() }
            throw error
        }
    }

    /// Who asks in a bundle; `nil` unless the gateway vouches for it.
    private func callers(in bundle: RequestBundle, now: Timestamp) -> [ReceivedBundle.Caller]? {
        guard bundle.service == self.service.rawValue,
            BundleAssertion.isValid(
                in: bundle.bytes,
                issuedAt: bundle.issuedAt,
                key: self.key,
                now: now
            )
        else { return nil }
        return bundle.principals.map { self.known[Array(bundle.bytes[$0])] }
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

    private static func values(_ pairs: [BundledPair]) -> [String: String] {
        guard !pairs.isEmpty else { return [:] }
        return Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
    }
}
