import Configuration
package import Contracts
import CoreMetrics
import Glibc
package import Logging
import ServiceLifecycle
import Tracing

/// Logs, metrics and traces of one process.
package struct Observability: Sendable {
    package let metrics: PrometheusRegistry
    package let tracer: TraceContextTracer
    package let logger: Logger
    let exporter: SpanExporter?

    package init(
        service: ServiceName,
        logLevel: Logger.Level,
        tracing: TracingConfiguration,
        output: LogOutput = .standardOutput
    ) {
        let metrics = PrometheusRegistry()
        self.metrics = metrics
        var logger = Logger(label: service.rawValue)
        logger.handler = JSONLogHandler(
            label: service.rawValue,
            service: service.rawValue,
            logLevel: logLevel,
            output: output
        )
        self.logger = logger
        guard let endpoint = tracing.endpoint else {
            self.tracer = TraceContextTracer()
            self.exporter = nil
            return
        }
        let (queue, exporter) = withMetricsFactory(metrics) {
            let queue = SpanQueue()
            let exporter = SpanExporter(queue, endpoint: endpoint, service: service.rawValue)
            return (queue, exporter)
        }
        self.tracer = TraceContextTracer(sampler: Sampler(ratio: tracing.ratio), queue: queue)
        self.exporter = exporter
    }

    /// Makes these the logs, metrics and traces of the whole process, including threads that belong
    /// to no task; once per process.
    package func bootstrap() {
        // A reader of our logs that goes away must not end the process.
        _ = signal(SIGPIPE, SIG_IGN)
        let handler = self.logger.handler
        LoggingSystem.bootstrap { label in
            guard let json = handler as? JSONLogHandler else { return handler }
            return json.labelled(label)
        }
        MetricsSystem.bootstrap(self.metrics)
        InstrumentationSystem.bootstrap(self.tracer)
    }
}
