import Tracing

/// One span in the JSON form of OTLP.
struct OTLPSpan: Encodable {
    let traceId: String
    let spanId: String
    let parentSpanId: String?
    let traceState: String?
    let flags: Int
    let name: String
    let kind: Int
    let startTimeUnixNano: String
    let endTimeUnixNano: String
    let attributes: [OTLPAttribute]
    let events: [Event]
    let links: [Link]
    let status: Status

    struct Event: Encodable {
        let timeUnixNano: String
        let name: String
        let attributes: [OTLPAttribute]
    }

    struct Link: Encodable {
        let traceId: String
        let spanId: String
        let attributes: [OTLPAttribute]
    }

    /// 0 unset, 1 ok, 2 error.
    struct Status: Encodable {
        let code: Int
        let message: String?
    }

    init(_ span: FinishedSpan) {
        self.traceId = span.identity.traceID.description
        self.spanId = span.identity.spanID.description
        self.parentSpanId = span.parent?.description
        self.traceState = span.identity.state
        self.flags = span.identity.isSampled ? 1 : 0
        self.name = span.name
        self.kind = Self.number(of: span.kind)
        self.startTimeUnixNano = "\(span.startNanoseconds)"
        self.endTimeUnixNano = "\(span.endNanoseconds)"
        self.attributes = OTLPAttribute.all(span.attributes)
        self.events = span.events.map { event in
            Event(
                timeUnixNano: "\(event.nanosecondsSinceEpoch)",
                name: event.name,
                attributes: OTLPAttribute.all(event.attributes)
            )
        }
        self.links = span.links.compactMap { link in
            guard let identity = link.context.spanIdentity else { return nil }
            return Link(
                traceId: identity.traceID.description,
                spanId: identity.spanID.description,
                attributes: OTLPAttribute.all(link.attributes)
            )
        }
        switch span.status?.code {
        case .ok: self.status = Status(code: 1, message: span.status?.message)
        case .error: self.status = Status(code: 2, message: span.status?.message)
        case nil: self.status = Status(code: 0, message: nil)
        }
    }

    private static func number(of kind: SpanKind) -> Int {
        switch kind {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }
}
