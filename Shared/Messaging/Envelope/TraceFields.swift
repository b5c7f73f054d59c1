import AMQP
import Tracing

/// The trace context of a message, as headers.
enum TraceFields {
    /// Headers that make the current span the parent of whatever the message causes.
    static var ofCurrentSpan: [String: FieldValue] {
        guard let context = ServiceContext.current else { return [:] }
        var fields: [String: FieldValue] = [:]
        InstrumentationSystem.instrument.inject(context, into: &fields, using: Carrier())
        return fields
    }

    /// The context that a message carries, over the one of this task.
    static func context(of headers: [String: FieldValue]) -> ServiceContext {
        var context = ServiceContext.current ?? .topLevel
        InstrumentationSystem.instrument.extract(headers, into: &context, using: Carrier())
        return context
    }

    /// The same for a request, which carries pairs.
    static var pairsOfCurrentSpan: [BundledPair] {
        guard let context = ServiceContext.current else { return [] }
        var pairs: [BundledPair] = []
        InstrumentationSystem.instrument.inject(context, into: &pairs, using: PairCarrier())
        return pairs
    }

    /// The context that a request carries, over the one of this task.
    static func context(of pairs: [BundledPair]) -> ServiceContext {
        var context = ServiceContext.current ?? .topLevel
        guard !pairs.isEmpty else { return context }
        InstrumentationSystem.instrument.extract(pairs, into: &context, using: PairCarrier())
        return context
    }

    private struct PairCarrier: Injector, Extractor {
        func inject(_ value: String, forKey key: String, into carrier: inout [BundledPair]) {
            carrier.append(BundledPair(key, value))
        }

        func extract(key: String, from carrier: [BundledPair]) -> String? {
            carrier.first { $0.name == key }?.value
        }
    }

    private struct Carrier: Injector, Extractor {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: FieldValue]) {
            carrier[key] = .string(value)
        }

        func extract(key: String, from carrier: [String: FieldValue]) -> String? {
            carrier[key]?.text
        }
    }
}
