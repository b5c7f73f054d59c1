import Synchronization
package import Tracing

/// A span of this process; one that is not sampled has an identity and keeps nothing else.
package final class RecordedSpan: Span {
    package let context: InstrumentationContext
    private let identity: SpanIdentity
    private let state: Mutex<State>
    private let finish: @Sendable (FinishedSpan) -> Void

    private struct State {
        var span: FinishedSpan
        var hasEnded = false
    }

    /// How many events, and how many links, a span keeps; the default of OpenTelemetry.
    static let maximumEntries = 128

    init(
        _ span: FinishedSpan,
        context: InstrumentationContext,
        finish: @escaping @Sendable (FinishedSpan) -> Void
    ) {
        self.context = context
        self.identity = span.identity
        self.state = Mutex(State(span: span))
        self.finish = finish
    }

    package var isRecording: Bool {
        self.identity.isSampled && !self.state.withLock { $0.hasEnded }
    }

    package var operationName: String {
        get { self.state.withLock { $0.span.name } }
        set { self.record { $0.name = newValue } }
    }

    package var attributes: SpanAttributes {
        get { self.state.withLock { $0.span.attributes } }
        set { self.record { $0.attributes = newValue } }
    }

    package func setStatus(_ status: SpanStatus) {
        self.record { $0.status = status }
    }

    package func addEvent(_ event: SpanEvent) {
        self.record { span in
            guard span.events.count < Self.maximumEntries else { return }
            span.events.append(event)
        }
    }

    package func addLink(_ link: SpanLink) {
        self.record { span in
            guard span.links.count < Self.maximumEntries else { return }
            span.links.append(link)
        }
    }

    /// Adds the event `exception` of the OpenTelemetry semantic conventions.
    package func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {
        var details = attributes
        details.set("exception.type", value: .string("\(type(of: error))"))
        details.set("exception.message", value: .string("\(error)"))
        self.addEvent(SpanEvent(name: "exception", at: instant(), attributes: details))
    }

    /// Ends the span; the second time changes nothing.
    package func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        guard self.identity.isSampled else { return }
        let end = instant().nanosecondsSinceEpoch
        let finished = self.state.withLock { state -> FinishedSpan? in
            guard !state.hasEnded else { return nil }
            state.hasEnded = true
            state.span.endNanoseconds = end
            return state.span
        }
        if let finished { self.finish(finished) }
    }

    private func record(_ change: (inout FinishedSpan) -> Void) {
        guard self.identity.isSampled else { return }
        self.state.withLock { state in
            guard !state.hasEnded else { return }
            change(&state.span)
        }
    }
}
