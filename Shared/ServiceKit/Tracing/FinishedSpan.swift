package import Tracing

/// A span that has ended, ready to be exported.
package struct FinishedSpan: Sendable {
    package var identity: SpanIdentity
    package var parent: SpanID?
    package var name: String
    package var kind: SpanKind
    package var startNanoseconds: UInt64
    package var endNanoseconds: UInt64
    package var attributes: SpanAttributes
    package var events: [SpanEvent]
    package var links: [SpanLink]
    package var status: SpanStatus?
}
