import Tracing

/// The body of an export request, in the JSON form of OTLP 1.x.
///
/// Ids are hexadecimal and 64-bit integers are strings (OTLP specification, "JSON Protobuf
/// Encoding").
struct OTLPTraces: Encodable {
    let resourceSpans: [ResourceSpans]

    struct ResourceSpans: Encodable {
        let resource: Resource
        let scopeSpans: [ScopeSpans]
    }

    struct Resource: Encodable {
        let attributes: [OTLPAttribute]
    }

    struct ScopeSpans: Encodable {
        let scope: Scope
        let spans: [OTLPSpan]
    }

    struct Scope: Encodable {
        let name: String
        let version: String
    }

    init(service: String, version: String, spans: [FinishedSpan]) {
        let attributes = [
            OTLPAttribute(key: "service.name", value: .string(service)),
            OTLPAttribute(key: "service.namespace", value: .string("stockbook")),
            OTLPAttribute(key: "service.version", value: .string(version)),
        ]
        let scope = Scope(name: "stockbook", version: version)
        self.resourceSpans = [
            ResourceSpans(
                resource: Resource(attributes: attributes),
                scopeSpans: [ScopeSpans(scope: scope, spans: spans.map(OTLPSpan.init))]
            )
        ]
    }
}
