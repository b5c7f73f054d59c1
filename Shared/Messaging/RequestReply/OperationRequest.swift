package import Contracts
package import FoundationEssentials
package import Kernel

/// A request to one operation of a service, after the caller's identity has been verified.
package struct OperationRequest: Sendable {
    /// The `operationId`.
    package var operation: String
    package var principal: Principal
    /// Path parameters by name.
    package var path: [String: String]
    package var query: QueryParameters
    /// Names in lower case.
    package var headers: [String: String]
    package var body: [UInt8]
    /// For a command derived from principal and `Idempotency-Key`, so that asking again has the same
    /// identifier; otherwise new.
    package var messageID: UUID
    package var idempotencyKey: String?
    package var receivedAt: Timestamp
    /// After this nobody waits for the answer.
    package var deadline: ContinuousClock.Instant

    package init(
        operation: String,
        principal: Principal,
        path: [String: String] = [:],
        query: QueryParameters = QueryParameters(),
        headers: [String: String] = [:],
        body: [UInt8] = [],
        messageID: UUID,
        idempotencyKey: String? = nil,
        receivedAt: Timestamp = .now,
        deadline: ContinuousClock.Instant = .now.advanced(by: .seconds(10))
    ) {
        self.operation = operation
        self.principal = principal
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.messageID = messageID
        self.idempotencyKey = idempotencyKey
        self.receivedAt = receivedAt
        self.deadline = deadline
    }

    /// What the operation's messages name as their cause.
    package var context: MessageContext { MessageContext(self) }

    /// Whether everything is to be checked and nothing kept: `dryRun=true`.
    ///
    /// - Throws: 422 for another word, which must not be taken for a `false` and change something.
    package var isDryRun: Bool {
        get throws(Problem) { try self.query.flag("dryRun") }
    }

    /// SHA-256 over operation, path, query and body: what two requests under one key must share.
    package var fingerprint: [UInt8] {
        let path = self.path.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        let query = self.query.pairs.flatMap { [$0.name, $0.value] }
        let text = [self.operation, "\(path.count)"] + path + query
        return Fingerprint.of(text.map { Array($0.utf8) } + [self.body])
    }

    /// A path parameter that names a thing.
    ///
    /// - Throws: 404, because nothing is there under a name that is none.
    package func pathID<Subject: ~Copyable>(
        _ name: String,
        of subject: Subject.Type = Subject.self
    ) throws(Problem) -> ID<Subject> {
        guard let text = self.path[name], let id = ID<Subject>(text) else {
            throw .notFound("\(name) is not a UUID.")
        }
        return id
    }
}
