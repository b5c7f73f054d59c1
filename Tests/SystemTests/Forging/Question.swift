import Contracts
import Kernel

@testable import Messaging

/// A request as the gateway would put it into a bundle of its own.
struct Question: Sendable {
    var call: OperationCall
    var service: ServiceName
    /// Who waits for the answer.
    var instance: String
    var correlation: UInt64

    /// How long the answer is waited for.
    static let budget = Duration.seconds(10)

    /// The request alone in a bundle, vouched for by `key`.
    func bundle(key: AssertionKey, issuedAt: Timestamp = .now) throws -> [UInt8] {
        let now = ContinuousClock.now
        let request = OutgoingRequest(
            correlation: self.correlation,
            deadline: now + Self.budget,
            principal: try PrincipalText(self.call.principal),
            fields: RequestFields(self.call).bytes,
            body: self.call.body,
            since: now
        )
        return RequestBundle.bytes(
            of: [request],
            from: self.instance,
            to: self.service,
            key: key,
            issuedAt: issuedAt,
            now: now
        )
    }
}
