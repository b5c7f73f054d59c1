package import Sealing

/// What a verification found, and how much it read.
package struct VerificationReport: Codable, Hashable, Sendable {
    /// By sequence number.
    package let findings: [Finding]
    package let read: VerifiedCounts
    /// The fingerprint of the key that everything rests on.
    package let firstKey: SealHash?
    /// Whether everything was read: with too many findings the rest is not.
    package let isComplete: Bool

    package init(
        findings: [Finding],
        read: VerifiedCounts,
        firstKey: SealHash?,
        isComplete: Bool
    ) {
        self.findings = findings
        self.read = read
        self.firstKey = firstKey
        self.isComplete = isComplete
    }
}
