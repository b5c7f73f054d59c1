package import Contracts
import FoundationEssentials
package import Kernel

/// The gateway's word that a request comes from the principal it names.
///
/// An HMAC over everything the answer depends on, so that whoever can put a message on a request
/// queue can neither choose a principal nor put another's assertion on a request of their own.
package struct PrincipalAssertion: Sendable, Equatable {
    /// How far the clocks of gateway and service may differ, and how long an assertion holds.
    package static let tolerance = Duration.seconds(120)

    package let issuedAt: Timestamp
    private let signature: [UInt8]

    /// Vouches for a request.
    package init(
        for content: RequestContent,
        to service: ServiceName,
        key: AssertionKey,
        now: Timestamp = .now
    ) {
        self.issuedAt = now
        self.signature = key.sign(content.signedBytes(to: service, issuedAt: now))
    }

    /// Reads the form of ``text``; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let microseconds = Int64(parts[0]),
            let signature = Data(base64Encoded: String(parts[1]))
        else { return nil }
        self.issuedAt = Timestamp(microseconds: microseconds)
        self.signature = Array(signature)
    }

    /// The header's value: microseconds since 1970, a point and the signature in base64.
    package var text: String {
        "\(self.issuedAt.microseconds).\(Data(self.signature).base64EncodedString())"
    }

    /// Whether the gateway said this of this request, and recently.
    package func isValid(
        for content: RequestContent,
        to service: ServiceName,
        key: AssertionKey,
        now: Timestamp = .now
    ) -> Bool {
        let age = now.duration(since: self.issuedAt)
        guard age <= Self.tolerance, age >= .zero - Self.tolerance else { return false }
        return key.isValid(
            self.signature,
            for: content.signedBytes(to: service, issuedAt: self.issuedAt)
        )
    }
}
