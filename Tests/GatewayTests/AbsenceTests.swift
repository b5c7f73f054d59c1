import Contracts
import Messaging
import TestSupport
import Testing

/// What is answered while something behind the gateway is away.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct AbsenceTests {
    @Test func `without the broker services are 503, and the gateway goes on`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let answer = try await gateway.ask("listStock", by: ada)
            #expect(answer.status == 503)
            #expect(answer.code == "service-unavailable")
            #expect(answer.header("retry-after") == "1")
            #expect(try await gateway.ask("listUsers", by: ada).status == 200)
        }
    }

    @Test func `a service without a queue is 503`() async throws {
        try await withLedger(StandIn { _ in .noContent }) { gateway in
            let ada = try await gateway.newcomer("ada")
            let answer = try await gateway.ask("listCategories", by: ada)
            #expect(answer.status == 503)
            #expect(answer.header("retry-after") == "1")
        }
    }

    @Test func `a service that does not answer is 504 when the budget is spent`() async throws {
        let settings = ["STOCKBOOK_HTTP_BUDGET_SECONDS": "1"]
        try await withLedger(nil, settings) { gateway in
            let ada = try await gateway.newcomer("ada")
            async let slow = gateway.ask("listStock", by: ada)
            #expect(try await gateway.ask("listUsers", by: ada).status == 200, "others go on")
            let answer = try await slow
            #expect(answer.status == 504)
            #expect(answer.code == "timed-out")
            #expect(answer.header("retry-after") == "1")
        }
    }

    @Test func `health tells which service is away, and answers while all are`() async throws {
        let ledger = StandIn { _ in .noContent }
        try await withLedger(ledger, queues: [.catalog, .ledger, .posIngest]) { gateway in
            let health = try await gateway.ask("health")
            #expect(health.status == 503)
            #expect(health["status"] == "degraded")
            let states = (health["services"]?.elements ?? []).map { service in
                [service["name"]?.text, service["status"]?.text]
            }
            #expect(
                states == [
                    ["catalog", "unreachable"], ["ledger", "ready"],
                    ["pos-ingest", "unreachable"],
                ]
            )
        }
        try await withGateway { gateway in
            let health = try await gateway.ask("health")
            #expect(health.status == 503)
        }
    }
}
