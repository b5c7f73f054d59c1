package import FoundationEssentials
package import Tracing

extension InstrumentationContext {
    /// The request that work in this context is for, by the name that its caller was told.
    ///
    /// Log lines carry it. A logger of its own for each request would be made in vain for nearly
    /// all of them.
    package var requestID: UUID? {
        get { self[RequestIDKey.self] }
        set { self[RequestIDKey.self] = newValue }
    }
}

private enum RequestIDKey: InstrumentationContextKey {
    typealias Value = UUID
    static let nameOverride: String? = "request-id"
}
