package import Configuration

/// Whether and where spans are exported.
///
/// ## Configuration keys
/// - `otlp.endpoint` (string, optional): base URL of an OTLP/HTTP collector, such as
///   `http://collector:4318`; without it nothing is recorded.
/// - `trace.ratio` (number, default 0.1, 0...1): the share of traces begun here that is recorded;
///   a trace begun elsewhere is recorded if its beginning was.
package struct TracingConfiguration: Sendable {
    package var endpoint: String?
    package var ratio: Double

    package init(endpoint: String? = nil, ratio: Double = 0.1) {
        self.endpoint = endpoint
        self.ratio = ratio
    }

    package init(reader: ConfigReader) throws(ConfigurationError) {
        self.endpoint = reader.optionalText("otlp.endpoint")
        self.ratio = try reader.fraction("trace.ratio", default: 0.1, in: 0...1)
        guard let endpoint = self.endpoint else { return }
        guard endpoint.hasPrefix("http://") || endpoint.hasPrefix("https://") else {
            throw .invalid("otlp.endpoint", rule: "an http or https URL", value: endpoint)
        }
    }
}
