import AMQP
import Messaging

/// Proves that a source cannot publish in another's name.
struct ForbiddenPublishProbe: Sendable {
    static let timeout = Duration.seconds(15)

    /// The source's own URL.
    let url: String
    let name: String

    /// Tries what must be refused: the routing key of another source.
    ///
    /// The broker refuses by closing the channel, while the connection lives on.
    ///
    /// - Throws: ``OperatorFailure`` when the broker takes the message, or does not answer.
    func run() async throws {
        let connection = BrokerConnection(
            BrokerConfiguration(url: self.url, connectionName: "probe \(self.name)")
        )
        try await connection.whileRunning {
            let publisher = Publisher(connection, limits: PublisherLimits(timeout: Self.timeout))
            // A question that needs no right shows that name and password are right.
            try await connection.requireTopology(
                exchanges: [SharedExchange.ingress],
                within: Self.timeout
            )
            let before = connection.state
            let outcome = try await publisher.publish([self.forbidden]).first
            try await connection.requireTopology(
                exchanges: [SharedExchange.ingress],
                within: Self.timeout
            )
            guard outcome == .indeterminate, connection.state == before else {
                throw OperatorFailure(
                    "\(self.name) could publish in the name of another source (\(outcome as Any))",
                    next: "remove the user, and check the topic permissions of the host "
                        + VirtualHost.pos.rawValue
                )
            }
        }
    }

    private var forbidden: OutboundMessage {
        OutboundMessage(
            exchange: SharedExchange.ingress,
            routingKey: "pos.v1.not_\(self.name).sale",
            properties: MessageProperties(messageID: "probe", userID: self.name),
            body: Array("{}".utf8)
        )
    }
}
