package import Contracts
package import FoundationEssentials
import Kernel

/// A request that the gateway is about to make.
package struct OperationCall: Sendable {
    package var operation: String
    package var principal: Principal
    package var path: [String: String]
    package var query: QueryParameters
    /// Names in lower case.
    package var headers: [String: String]
    package var body: [UInt8]
    package var messageID: UUID
    package var idempotencyKey: String?

    /// - Parameter idempotencyKey: With it, the identifier of the message is derived, so that asking
    ///   again after a timeout is the same message.
    package init(
        operation: String,
        principal: Principal,
        path: [String: String] = [:],
        query: QueryParameters = QueryParameters(),
        headers: [String: String] = [:],
        body: [UInt8] = [],
        idempotencyKey: String? = nil
    ) {
        self.operation = operation
        self.principal = principal
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.idempotencyKey = idempotencyKey
        self.messageID =
            idempotencyKey.map { key in
                .command(of: principal, key: key)
            } ?? ID<OperationCall>.make().rawValue
    }

    /// The request in the form in which it travels.
    package func content() throws -> RequestContent {
        try self.content(principal: Self.json(self.principal))
    }

    /// - Parameter principal: The principal in JSON, for who has it already.
    func content(principal: String) throws -> RequestContent {
        RequestContent(
            operation: self.operation,
            messageID: self.messageID,
            idempotencyKey: self.idempotencyKey,
            principal: principal,
            path: self.path.isEmpty ? RequestContent.noPairs : try Self.json(self.path),
            query: self.query.pairs.isEmpty
                ? RequestContent.noList : try Self.json(self.query.pairs),
            headers: self.headers.isEmpty ? RequestContent.noPairs : try Self.json(self.headers),
            body: self.body
        )
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try MessageCoding.encode(value), as: UTF8.self)
    }
}
