import AMQP
import AsyncHTTPClient
import Contracts
import FoundationEssentials
import Messaging
import NIOCore
import Postgres
import ServiceKit
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import Tracing

@Suite(.requiresPostgres, .requiresBroker)
struct ServiceAssemblyTests {
    @Test func `a service becomes ready and stops from the outside in`() async throws {
        let order = StopOrder()
        try await Surroundings.with { surroundings in
            try await surroundings.run(order) { process in
                try await eventually("the service is ready") { try await process.isReady() }
                let checks = try await process.readiness()
                #expect(checks.contains("\"broker.suite.consuming\":{\"ok\":true}"))
                #expect(checks.contains("\"subscription: Consumer of ledger.evt\":{\"ok\":true}"))
                #expect(checks.contains("\"subscription: Server of ledger.rpc\":{\"ok\":true}"))
                await process.stop()
            }
        }
        #expect(order.stopped == ["outer, database answers", "inner, database answers"])
    }

    @Test func `pending migrations are refused with the command that helps`() async throws {
        try await Surroundings.with(migrations: []) { surroundings in
            let refusal = await #expect(throws: StartupRefusal.self) {
                try await surroundings.run(StopOrder()) { _ in }
            }
            let text = try #require(refusal?.description)
            #expect(text.contains("M0001_outbox"))
            #expect(text.hasSuffix("run \"ledger migrate\" first."))
        }
    }

    @Test func `a broker that is not set up is refused with the file that helps`() async throws {
        try await Surroundings.with(hasTopology: false) { surroundings in
            let refusal = await #expect(throws: StartupRefusal.self) {
                try await surroundings.run(StopOrder()) { _ in }
            }
            let text = try #require(refusal?.description)
            #expect(text.hasSuffix("import deploy/rabbitmq/definitions.json first."))
        }
    }

    @Test func `a database out of reach shows in readyz and ends nothing`() async throws {
        let order = StopOrder()
        try await Surroundings.with { surroundings in
            var surroundings = surroundings
            surroundings.postgres = "postgresql://nobody@127.0.0.1:1/nowhere"
            try await surroundings.run(order) { process in
                try await eventually("the reason is shown") {
                    try await process.readiness().contains("waits for the database")
                }
                #expect(try await process.status("/readyz") == 503)
                #expect(try await process.status("/livez") == 200)
                await process.stop()
            }
        }
        #expect(order.stopped.isEmpty)
    }
}
