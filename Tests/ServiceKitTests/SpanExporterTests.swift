import CoreMetrics
import Foundation
import ServiceKit
import Testing
import Tracing

struct SpanExporterTests {
    private struct Failure: Error {}

    private func limits(batch: Int = 512) -> SpanExporter.Limits {
        var limits = SpanExporter.Limits()
        limits.batch = batch
        limits.backoff = .milliseconds(1)
        return limits
    }

    private static func spans(_ request: [String: Any]) throws -> [[String: Any]] {
        let resources = try #require(request["resourceSpans"] as? [[String: Any]])
        let scopes = try #require(resources.first?["scopeSpans"] as? [[String: Any]])
        return try #require(scopes.first?["spans"] as? [[String: Any]])
    }

    @Test func `a sampled span arrives as the specification writes it`() async throws {
        let queue = SpanQueue()
        let tracer = TraceContextTracer(sampler: Sampler(ratio: 1), queue: queue)
        #expect(throws: Failure.self) {
            try tracer.withSpan("receive", ofKind: .consumer) { span in
                span.attributes["message.count"] = 3
                span.addEvent("claimed")
                throw Failure()
            }
        }
        let collector = Collector()
        try await collector.run { url in
            let exporter = SpanExporter(queue, endpoint: url, service: "ledger")
            await exporter.flush()
        }
        let request = try #require(collector.requests.first)
        let span = try #require(try Self.spans(request).first)
        #expect(span["name"] as? String == "receive")
        #expect(span["kind"] as? Int == 5)
        #expect((span["traceId"] as? String)?.count == 32)
        #expect((span["spanId"] as? String)?.count == 16)
        #expect((span["startTimeUnixNano"] as? String).flatMap(UInt64.init) != nil)
        #expect((span["status"] as? [String: Any])?["code"] as? Int == 2)
        #expect(
            (span["events"] as? [[String: Any]])?.map { $0["name"] as? String }
                == ["claimed", "exception"]
        )
        let attribute = try #require((span["attributes"] as? [[String: Any]])?.first)
        #expect(attribute["key"] as? String == "message.count")
        #expect((attribute["value"] as? [String: String]) == ["intValue": "3"])
    }

    @Test func `batches are bounded and a failing collector is asked again`() async throws {
        let queue = SpanQueue()
        let tracer = TraceContextTracer(sampler: Sampler(ratio: 1), queue: queue)
        for number in 0..<5 { tracer.startSpan("\(number)").end() }
        let collector = Collector(failures: 2)
        let limits = self.limits(batch: 2)
        try await collector.run { url in
            await SpanExporter(queue, endpoint: url, service: "ledger", limits: limits).flush()
        }
        let sizes = try collector.requests.map { try Self.spans($0).count }
        #expect(sizes == [2, 2, 1])
    }

    @Test func `what cannot be kept or sent is dropped and counted`() async throws {
        let registry = PrometheusRegistry()
        try await withMetricsFactory(registry) {
            let queue = SpanQueue(capacity: 2)
            let tracer = TraceContextTracer(sampler: Sampler(ratio: 1), queue: queue)
            for number in 0..<3 { tracer.startSpan("\(number)").end() }
            let collector = Collector(failures: 100)
            let limits = self.limits()
            try await collector.run { url in
                await SpanExporter(queue, endpoint: url, service: "x", limits: limits).flush()
            }
            #expect(queue.take(1).isEmpty)
        }
        let text = PrometheusText.render(registry.snapshot())
        #expect(text.contains("otlp_spans_dropped_total{reason=\"queue-full\"} 1"))
    }

    @Test func `a span that is not sampled keeps nothing`() {
        let queue = SpanQueue()
        let span = TraceContextTracer(sampler: Sampler(ratio: 0), queue: queue).startSpan("quiet")
        span.attributes["a"] = "b"
        span.end()
        #expect(!span.isRecording)
        #expect(span.attributes.isEmpty)
        #expect(queue.take(1).isEmpty)
    }
}
