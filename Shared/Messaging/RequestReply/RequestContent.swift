import Contracts
package import FoundationEssentials
import Kernel

/// A request as it travels: what is encoded is signed in its encoded form.
package struct RequestContent: Sendable, Equatable {
    package var operation: String
    package var messageID: UUID
    package var idempotencyKey: String?
    /// A `Principal` in JSON.
    package var principal: String
    /// An object of path parameters in JSON.
    package var path: String
    /// A list of query parameters in JSON.
    package var query: String
    /// An object of headers in JSON.
    package var headers: String
    package var body: [UInt8]

    /// What most requests have for parameters and headers: nothing, which need not be coded.
    static let noPairs = "{}"
    static let noList = "[]"

    /// Everything the answer depends on, in one unambiguous row of bytes.
    func signedBytes(to service: ServiceName, issuedAt: Timestamp) -> [UInt8] {
        let text = [
            service.rawValue, self.operation, self.messageID.text, self.idempotencyKey ?? "",
            self.principal, self.path, self.query, self.headers, "\(issuedAt.microseconds)",
        ]
        return Fingerprint.of(text.map { Array($0.utf8) } + [self.body])
    }
}
