import Tracing

/// Reads and writes trace headers of a dictionary.
package struct TextMapCarrier: Extractor, Injector {
    package init() {}

    package func extract(key: String, from carrier: [String: String]) -> String? {
        carrier[key]
    }

    package func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key] = value
    }
}
