/// A request that waits for a place in a bundle.
struct OutgoingRequest: Sendable {
    let correlation: UInt64
    /// After this nobody waits for the answer.
    let deadline: ContinuousClock.Instant
    let principal: PrincipalText
    /// ``RequestFields/bytes``.
    let fields: [UInt8]
    let body: [UInt8]
    /// Since when it has waited.
    let since: ContinuousClock.Instant

    /// Bytes that it takes in a bundle, its principal included.
    var size: Int {
        RequestBundle.requestOverhead + self.fields.count + self.body.count
            + self.principal.bytes.count
    }
}
