import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore
import ServiceKit
import TestSupport
import Testing

struct HealthTests {
    private func text(
        _ path: String,
        of health: HealthRegistry,
        metrics: PrometheusRegistry = PrometheusRegistry()
    ) async throws -> (status: Int, body: String) {
        let endpoints = AdminEndpoints(service: "ledger", health: health, metrics: metrics)
        let application = Application(router: endpoints.router())
        return try await application.test(.router) { client in
            try await client.execute(uri: path, method: .get) { response in
                (Int(response.status.code), String(buffer: response.body))
            }
        }
    }

    @Test func `readyz says why not, check by check`() async throws {
        let health = HealthRegistry()
        health.register("database") { .ok }
        health.register("broker") { .failing("is blocked for 31 s: disk alarm") }
        await health.runChecks()
        let answer = try await self.text("/readyz", of: health)
        #expect(answer.status == 503)
        let expected = """
            {"checks":{"broker":{"ok":false,"reason":"is blocked for 31 s: disk alarm"},\
            "database":{"ok":true}},"ready":false}
            """
        #expect(answer.body == expected)
    }

    @Test func `readyz is 200 once every check has passed, not before`() async throws {
        let health = HealthRegistry()
        health.register("database") { .ok }
        #expect(try await self.text("/readyz", of: health).status == 503)
        await health.runChecks()
        #expect(try await self.text("/readyz", of: health).status == 200)
        health.withdraw()
        let answer = try await self.text("/readyz", of: health)
        #expect(answer.status == 503)
        #expect(answer.body.contains("is stopping"))
    }

    @Test func `a check that hangs fails and holds up nobody`() async throws {
        var limits = HealthRegistry.Limits()
        limits.timeout = .milliseconds(20)
        let health = HealthRegistry(limits: limits)
        health.register("slow") {
            do {
                try await Task.sleep(for: .seconds(3_600))
                return .ok
            } catch {
                return .failing("cancelled")
            }
        }
        health.register("fast") { .ok }
        await health.runChecks()
        #expect(health.report.checks["fast"] == .ok)
        #expect(health.report.checks["slow"] != .ok)
    }

    @Test func `what one check found is shown while another still runs`() async throws {
        let health = HealthRegistry()
        health.register("fast") { .ok }
        health.register("slow") {
            do {
                try await Task.sleep(for: .seconds(3_600))
                return .ok
            } catch {
                return .failing("cancelled")
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await health.runChecks() }
            try await eventually("the fast check is shown") {
                health.report.checks["fast"] == .ok
            }
            group.cancelAll()
        }
    }

    @Test func `livez fails when the checks no longer come round`() async throws {
        var limits = HealthRegistry.Limits()
        limits.silence = .zero
        #expect(try await self.text("/livez", of: HealthRegistry(limits: limits)).status == 503)
        #expect(try await self.text("/livez", of: HealthRegistry()).status == 200)
    }

    @Test func `metrics and version are served`() async throws {
        let metrics = try await self.text("/metrics", of: HealthRegistry())
        #expect(metrics.body.contains("# TYPE process_open_fds gauge\nprocess_open_fds "))
        let version = try await self.text("/version", of: HealthRegistry())
        #expect(version.body.hasPrefix("{\"service\":\"ledger\",\"version\":\"0."))
        #expect(try await self.text("/secrets", of: HealthRegistry()).status == 404)
    }
}
