import Kernel
package import Logging
import Tracing

/// Writes each event as one line of JSON: `ts`, `level`, `service`, `version`, `logger`, `message`,
/// then the ids of the current request and trace, then metadata.
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private var label: String
    private let service: String
    private let version: String
    private let output: LogOutput

    package init(
        label: String,
        service: String,
        version: String = ServiceVersion.current,
        logLevel: Logger.Level = .info,
        output: LogOutput = .standardOutput
    ) {
        self.label = label
        self.service = service
        self.version = version
        self.logLevel = logLevel
        self.output = output
    }

    /// The same handler for another logger.
    func labelled(_ label: String) -> JSONLogHandler {
        var handler = self
        handler.label = label
        return handler
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = LogLine()
        line.add("ts", Timestamp.now.description)
        line.add("level", event.level.rawValue)
        line.add("service", self.service)
        line.add("version", self.version)
        line.add("logger", self.label)
        line.add("message", event.message.description)
        let context = InstrumentationContext.current
        if let id = context?.requestID { line.add("request.id", id.text) }
        if let span = context?.spanIdentity {
            line.add("trace.id", span.traceID.description)
            line.add("span.id", span.spanID.description)
        }
        for (key, value) in self.metadata(of: event).sorted(by: { $0.key < $1.key }) {
            line.add(key, value)
        }
        if let error = event.error {
            line.add("error.type", "\(type(of: error))")
            line.add("error.message", "\(error)")
        }
        self.output.write(line.finish())
    }

    /// The event's own metadata over that of the logger over that of the provider.
    private func metadata(of event: LogEvent) -> Logger.Metadata {
        var merged = self.metadataProvider?.get() ?? [:]
        merged.merge(self.metadata) { _, new in new }
        merged.merge(event.metadata ?? [:]) { _, new in new }
        return merged
    }
}
