import FoundationEssentials
import HTTPTypes
package import Hummingbird
import HummingbirdCore
import NIOCore

/// The answers of the admin server.
package struct AdminEndpoints: Sendable {
    private let service: String
    private let health: HealthRegistry
    private let metrics: PrometheusRegistry
    private let process: ProcessMetrics

    package init(
        service: String,
        health: HealthRegistry,
        metrics: PrometheusRegistry,
        process: ProcessMetrics = ProcessMetrics()
    ) {
        self.service = service
        self.health = health
        self.metrics = metrics
        self.process = process
    }

    package func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/livez") { _, _ in self.liveness() }
        router.get("/readyz") { _, _ in try self.readiness() }
        router.get("/metrics") { _, _ in self.exposition() }
        router.get("/version") { _, _ in try self.version() }
        return router
    }

    private func liveness() -> Response {
        self.health.isAlive
            ? Self.text("alive\n")
            : Self.text("The health checks no longer come round.\n", status: .serviceUnavailable)
    }

    private func readiness() throws -> Response {
        let report = self.health.report
        return try Self.json(report, status: report.isReady ? .ok : .serviceUnavailable)
    }

    private func exposition() -> Response {
        let families = self.metrics.snapshot() + self.process.snapshot()
        return Self.text(PrometheusText.render(families), type: PrometheusText.contentType)
    }

    private func version() throws -> Response {
        try Self.json(["service": self.service, "version": ServiceVersion.current], status: .ok)
    }

    private static func json(
        _ value: some Encodable,
        status: HTTPResponse.Status
    ) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let body = ByteBuffer(bytes: try encoder.encode(value))
        return self.response(body, type: "application/json", status: status)
    }

    private static func text(
        _ text: String,
        type: String = "text/plain; charset=utf-8",
        status: HTTPResponse.Status = .ok
    ) -> Response {
        self.response(ByteBuffer(string: text), type: type, status: status)
    }

    private static func response(
        _ body: ByteBuffer,
        type: String,
        status: HTTPResponse.Status
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: body)
        )
    }
}
