import AMQP
import TestSupport
import Testing

extension System {
    /// Publishes to the services as an administrator of the broker.
    func publishToSuite(_ messages: [OutboundMessage]) async throws {
        let configuration = BrokerConfiguration(
            url: self.servers.suite.url,
            connectionName: "system tests"
        )
        try await withRunning(BrokerConnection(configuration)) { connection in
            let outcomes = try await Publisher(connection).publish(messages)
            #expect(outcomes.allSatisfy { $0 == .confirmed })
        }
    }
}
