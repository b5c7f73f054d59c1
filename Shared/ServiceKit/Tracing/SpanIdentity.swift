package import Tracing

/// What of a span crosses process boundaries.
package struct SpanIdentity: Hashable, Sendable {
    package var traceID: TraceID
    package var spanID: SpanID
    package var isSampled: Bool
    /// The `tracestate` of the caller, handed on as it came.
    package var state: String?

    package init(traceID: TraceID, spanID: SpanID, isSampled: Bool, state: String? = nil) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
        self.state = state
    }
}

extension InstrumentationContext {
    /// The span that work in this context belongs to.
    package var spanIdentity: SpanIdentity? {
        get { self[SpanIdentityKey.self] }
        set { self[SpanIdentityKey.self] = newValue }
    }
}

private enum SpanIdentityKey: InstrumentationContextKey {
    typealias Value = SpanIdentity
    static let nameOverride: String? = "span-identity"
}
