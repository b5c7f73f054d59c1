import AMQP
import Contracts
import TestSupport
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(2))) struct RoutingTests {
    @Test func `an event goes to the queues that want it, and one that nobody wants to none`()
        async throws
    {
        let definitions = try Topology.definitions(of: .suite)
        try await withTestVirtualHost { host in
            try await host.importDefinitions(Array(definitions.utf8))
            let connection = BrokerConnection(hasty: host.url, name: "test")
            try await withRunning(connection) { connection in
                try await eventually("a connection") { connection.isReady }
                let keys =
                    ActorKind.allCases.map { "\(EntriesPosted.type).\($0.rawValue).sale" }
                    + [
                        CommandsPosted.type, AvailabilityChanged.type, VariantUsed.type,
                        "ledger.something.new.v1",
                    ]
                let outcomes = try await Publisher(
                    connection,
                    limits: PublisherLimits(timeout: .seconds(5))
                )
                .publish(
                    keys.map { key in
                        OutboundMessage(
                            exchange: ServiceName.ledger.exchange(.events),
                            routingKey: key,
                            isMandatory: false,
                            body: []
                        )
                    }
                )
                #expect(outcomes.allSatisfy { $0 == .confirmed })
            }
            // The answer to a till's commands, not the entries.
            #expect(try await host.depth(of: "pos-ingest.evt") == 1)
            #expect(try await host.depth(of: "catalog.evt") == 1)
            // What the topology knows nothing of.
            #expect(try await host.depth(of: "suite.unrouted") == 1)
        }
    }
}
