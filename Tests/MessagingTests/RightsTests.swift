import AMQP
import Contracts
import FoundationEssentials
import TestSupport
import Testing

@testable import Messaging

/// The rights of the topology's users, on a broker that keeps them.
@Suite(.timeLimit(.minutes(2))) struct RightsTests {
    @Test func `a service can do its work and speak for nobody else`() async throws {
        try await withSuite { host in
            let ledger = try await connection(of: .ledger, to: host)
            try await withRunning(ledger) { _ in
                try await Topology.require(by: .ledger, over: ledger)
                let publisher = Publisher(ledger, limits: PublisherLimits(timeout: .seconds(5)))
                var copy = message(to: ServiceName.ledger.exchange(.retry), key: "ledger.cmd")
                copy.properties.headers[EnvelopeHeader.retryTier] = "10s"
                let own = [
                    message(to: ServiceName.ledger.exchange(.events), key: "ledger.any.v1"), copy,
                    message(to: ServiceName.ledger.exchange(.requeue), key: "ledger.cmd"),
                    message(to: ServiceName.ledger.exchange(.deadLetters), key: ""),
                ]
                #expect(try await publisher.publish(own).allSatisfy { $0 == .confirmed })
                for exchange in ["catalog.evt", "ledger.cmd", "catalog.rpc", ""] {
                    let foreign = message(to: exchange, key: "catalog.rpc")
                    #expect(await outcome(of: foreign, by: publisher) != .confirmed, "\(exchange)")
                }
            }
        }
    }

    @Test func `the gateway's and a service's rights are enough to ask and answer`() async throws {
        try await withSuite { host in
            let gateway = try await connection(of: .gateway, to: host)
            let publishing = try await connection(of: .gateway, to: host)
            let ledger = try await connection(of: .ledger, to: host)
            let key = try #require(AssertionKey(bytes: [UInt8](repeating: 1, count: 32)))
            let client = OperationClient(
                consuming: gateway,
                publishing: publishing,
                masterKey: key
            )
            let server = OperationServer(
                service: .ledger,
                connection: ledger,
                publisher: Publisher(ledger),
                handler: Nothing(),
                assertionKey: key.derived(for: .ledger)
            )
            try await withRunning([gateway, publishing, ledger, client, server]) {
                try await Topology.require(by: .gateway, over: publishing)
                try await eventually("ready") { client.isReady }
                let principal = Principal(
                    id: UUID(),
                    kind: .user,
                    name: "Ada",
                    permissions: [.stockRead]
                )
                let call = OperationCall(operation: "listStock", principal: principal)
                let response = try await client.call(.ledger, call, budget: .seconds(10))
                #expect(response.status == 204)
            }
        }
    }

    private func withSuite(_ body: (TestVirtualHost) async throws -> Void) async throws {
        let definitions = try Topology.definitions(of: .suite)
        try await withTestVirtualHost { host in
            try await host.importDefinitions(Array(definitions.utf8))
            try await body(host)
        }
    }

    /// A connection with the rights of one service.
    private func connection(
        of service: ServiceName,
        to host: TestVirtualHost
    ) async throws -> BrokerConnection {
        let line = try #require(Topology.service(service))
        let user = BrokerUser.of(line, among: Topology.services)
        let rights = try #require(user.rights.first { $0.virtualHost == .suite })
        let (_, url) = try await host.createUser(
            "svc",
            configure: rights.configure,
            write: rights.write,
            read: rights.read
        )
        return BrokerConnection(hasty: url, name: user.name)
    }

    private func message(to exchange: String, key: String) -> OutboundMessage {
        OutboundMessage(exchange: exchange, routingKey: key, isMandatory: false, body: [])
    }

    /// What became of a message; `nil` when it could not even be sent.
    private func outcome(
        of message: OutboundMessage,
        by publisher: Publisher
    ) async -> PublishOutcome? {
        do {
            return try await publisher.publish([message]).first
        } catch {
            return nil
        }
    }
}

/// Answers that there is nothing to say.
private struct Nothing: OperationHandler {
    func respond(to request: OperationRequest) async -> OperationResponse {
        .noContent
    }
}
