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

    /// - Parameters:
    ///   - idempotencyKey: With it, the identifier of the message is derived, so that asking again
    ///     after a timeout is the same message.
    ///   - messageID: The same, where it is known already.
    package init(
        operation: String,
        principal: Principal,
        path: [String: String] = [:],
        query: QueryParameters = QueryParameters(),
        headers: [String: String] = [:],
        body: [UInt8] = [],
        idempotencyKey: String? = nil,
        messageID: UUID? = nil
    ) {
        self.operation = operation
        self.principal = principal
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.idempotencyKey = idempotencyKey
        self.messageID =
            messageID ?? idempotencyKey.map { key in
                .command(of: principal, key: key)
            } ?? ID<OperationCall>.make().rawValue
    }
}
