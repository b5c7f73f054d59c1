import Kernel
package import Tracing

/// Gives every span an identity, carries it across processes by W3C Trace Context, and hands
/// sampled spans to the exporter.
///
/// Without an exporter nothing is recorded, yet logs still carry trace ids.
package struct TraceContextTracer: Tracer {
    private let sampler: Sampler
    private let queue: SpanQueue?

    package init(sampler: Sampler = Sampler(ratio: 0), queue: SpanQueue? = nil) {
        self.sampler = sampler
        self.queue = queue
    }

    package func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> InstrumentationContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> RecordedSpan {
        var context = context()
        let parent = context.spanIdentity
        var random = RandomReserve()
        let traceID = parent?.traceID ?? .random(using: &random)
        let identity = SpanIdentity(
            traceID: traceID,
            spanID: .random(using: &random),
            isSampled: self.sampler.isSampled(traceID, parent: parent),
            state: parent?.state
        )
        context.spanIdentity = identity
        // Nobody asks how long a span took that is not recorded.
        let start = identity.isSampled ? instant().nanosecondsSinceEpoch : 0
        let span = FinishedSpan(
            identity: identity,
            parent: parent?.spanID,
            name: operationName,
            kind: kind,
            startNanoseconds: start,
            endNanoseconds: start,
            attributes: [:],
            events: [],
            links: []
        )
        let queue = self.queue
        return RecordedSpan(span, context: context) { queue?.offer($0) }
    }

    /// Does nothing: the exporter flushes by itself, and completely when the process stops.
    package func forceFlush() {}

    package func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout InstrumentationContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let parent = extractor.extract(key: TraceParent.parentHeader, from: carrier) else {
            return
        }
        let state = extractor.extract(key: TraceParent.stateHeader, from: carrier)
        guard let identity = TraceParent.parse(parent: parent, state: state) else { return }
        context.spanIdentity = identity
    }

    package func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let identity = context.spanIdentity else { return }
        let parent = TraceParent.format(identity)
        injector.inject(parent, forKey: TraceParent.parentHeader, into: &carrier)
        guard let state = identity.state else { return }
        injector.inject(state, forKey: TraceParent.stateHeader, into: &carrier)
    }
}
