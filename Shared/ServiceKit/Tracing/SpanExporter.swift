package import AsyncHTTPClient
import FoundationEssentials
import Logging
import Metrics
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Tracing

/// Sends finished spans to a collector in batches, over OTLP/HTTP with JSON.
///
/// A batch is tried a few times and then dropped and counted: tracing never holds up the work it
/// observes.
package struct SpanExporter: Service, CustomStringConvertible {
    private let queue: SpanQueue
    private let client: HTTPClient
    private let url: String
    private let service: String
    private let limits: Limits
    private let exported = Counter(label: "otlp_spans_exported_total")
    private let dropped = Counter(
        label: "otlp_spans_dropped_total",
        dimensions: [("reason", "export-failed")]
    )

    package init(
        _ queue: SpanQueue,
        endpoint: String,
        service: String,
        limits: Limits = Limits(),
        client: HTTPClient = .shared
    ) {
        self.queue = queue
        self.client = client
        self.service = service
        self.limits = limits
        self.url = endpoint.hasSuffix("/") ? "\(endpoint)v1/traces" : "\(endpoint)/v1/traces"
    }

    package var description: String { "export of traces" }

    /// How much is sent how often.
    package struct Limits: Sendable {
        package var batch = 512
        package var interval = Duration.seconds(1)
        package var attempts = 3
        package var backoff = Duration.milliseconds(200)
        package var timeout = Duration.seconds(5)

        package init() {}
    }

    /// Runs until the process stops, then sends what is left.
    package func run() async throws {
        while await self.pause() { await self.flush() }
        await self.flush()
    }

    package func flush() async {
        // The client makes spans of its own, and exporting those would never end.
        await withTracer(NoOpTracer()) {
            while true {
                let spans = self.queue.take(self.limits.batch)
                if spans.isEmpty { return }
                await self.export(spans)
            }
        }
    }

    private func export(_ spans: [FinishedSpan]) async {
        var reason = ""
        for attempt in 0..<self.limits.attempts {
            do {
                let status = try await self.send(spans)
                if (200..<300).contains(status) { return self.exported.increment(by: spans.count) }
                reason = "status \(status)"
                guard Self.retriedStatuses.contains(status) else { break }
                try await Task.sleep(for: self.limits.backoff * (1 << attempt))
            } catch {
                reason = "\(error)"
                if Task.isCancelled { break }
            }
        }
        self.dropped.increment(by: spans.count)
        Logger.current.warning(
            "Traces were not exported",
            metadata: ["otlp.spans": "\(spans.count)", "otlp.reason": "\(reason)"]
        )
    }

    private func send(_ spans: [FinishedSpan]) async throws -> Int {
        let body = OTLPTraces(
            service: self.service,
            version: ServiceVersion.current,
            spans: spans
        )
        var request = HTTPClientRequest(url: self.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(try JSONEncoder().encode(body))
        let timeout = self.limits.timeout.components.seconds
        let response = try await self.client.execute(request, timeout: .seconds(timeout))
        return Int(response.status.code)
    }

    /// Waits for the next round; `false` when the process is stopping.
    private func pause() async -> Bool {
        do {
            let interval = self.limits.interval
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
            return true
        } catch {
            return false
        }
    }

    /// Those that OTLP calls retryable.
    private static let retriedStatuses: Set<Int> = [429, 502, 503, 504]
}
