import AMQP
import Contracts
import Messaging
import Synchronization
import TestSupport

@testable import Gateway

/// A ledger that answers on the real queue, by a closure.
struct StandIn: OperationHandler {
    let answer: @Sendable (OperationRequest) async -> OperationResponse

    func respond(to request: OperationRequest) async -> OperationResponse {
        await self.answer(request)
    }
}

/// Opens once.
final class Gate: Sendable {
    private let value = Mutex(false)

    var isOpen: Bool { self.value.withLock { $0 } }

    func open() {
        self.value.withLock { $0 = true }
    }
}

/// Runs `body` with a gateway whose ledger is a stand-in; the other services are away.
///
/// - Parameters:
///   - standIn: `nil` for a ledger that takes requests and never answers.
///   - queues: The services that have queues, whether or not they answer.
func withLedger(
    _ standIn: StandIn?,
    _ settings: [String: String] = [:],
    queues: Set<ServiceName> = [.ledger],
    _ body: (GatewayBench) async throws -> Void
) async throws {
    let configuration = try GatewayConfiguration.standard(settings)
    let lines = Topology.services.filter { queues.contains($0.name) }
    let definitions = try Topology.definitions(of: .suite, services: lines)
    try await withTestVirtualHost { host in
        try await host.importDefinitions(Array(definitions.utf8))
        let consuming = BrokerConnection(BrokerConfiguration(url: host.url, connectionName: "test"))
        let publishing = BrokerConnection(
            BrokerConfiguration(url: host.url, connectionName: "test")
        )
        let services = OperationClient(
            consuming: consuming,
            publishing: publishing,
            masterKey: configuration.assertionKey
        )
        let ledger = standIn.map { handler in
            OperationServer(
                service: .ledger,
                connection: consuming,
                publisher: Publisher(publishing),
                handler: handler,
                assertionKey: configuration.assertionKey.derived(for: .ledger)
            )
        }
        try await withRunning([consuming, publishing, services] + (ledger.map { [$0] } ?? [])) {
            try await eventually("the broker is there") {
                services.isReady && ledger.map { $0.subscription == .subscribed } != false
            }
            try await withTestDatabase(schema: "gateway", migrations: GatewayService.migrations) {
                database in
                try await GatewayBench.run(
                    configuration,
                    on: database,
                    asking: services,
                    body
                )
            }
        }
    }
}
