import Kernel

/// The gateway's word that the requests of a bundle come from the principals they name.
///
/// An HMAC over every byte before it, so that whoever can put a message on a request queue can neither
/// choose a principal nor change anything that another has asked.
enum BundleAssertion {
    /// Bytes at the end of a bundle.
    static let length = 32
    /// How far the clocks of gateway and service may differ, and how long an assertion holds.
    static let tolerance = Duration.seconds(120)

    /// Whether the gateway said this of these bytes, and recently.
    ///
    /// - Parameters:
    ///   - bytes: All of a bundle.
    ///   - issuedAt: The time that the bundle names, which is vouched for, too.
    static func isValid(
        in bytes: [UInt8],
        issuedAt: Timestamp,
        key: AssertionKey,
        now: Timestamp
    ) -> Bool {
        let (age, isOverflow) = now.microseconds
            .subtractingReportingOverflow(issuedAt.microseconds)
        guard !isOverflow, Duration.microseconds(age) <= Self.tolerance,
            Duration.microseconds(age) >= .zero - Self.tolerance, bytes.count >= Self.length
        else { return false }
        let end = bytes.count - Self.length
        return key.isValid(bytes[end...], for: bytes[..<end])
    }
}
