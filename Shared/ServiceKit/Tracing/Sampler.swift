/// Decides which traces are recorded: as the caller decided, or else a share of all.
package struct Sampler: Sendable {
    private let threshold: UInt64

    /// - Parameter ratio: 0 for none to 1 for all.
    package init(ratio: Double) {
        self.threshold = UInt64(max(0, min(1, ratio)) * Double(1 << 53))
    }

    /// The same answer in every process for the same trace, since the id decides.
    package func isSampled(_ traceID: TraceID, parent: SpanIdentity?) -> Bool {
        parent?.isSampled ?? (traceID.low >> 11 < self.threshold)
    }
}
