import AMQP
import Contracts
import FoundationEssentials
import Messaging
import TestSupport
import Testing

@testable import Operator

extension SystemSuite {
    /// What a shop can do at the broker with the user that it was given.
    @Suite(.timeLimit(.minutes(2))) struct TillRightsTests {
        /// RabbitMQ's codes for what a user may not do, and for a name that is not its own.
        private static let accessRefused: UInt16 = 403

        @Test func `pos_cross_tenant_publish: a till uses its own keys and no other`() async throws
        {
            let system = try System.current
            try await system.withTill { till in
                for kind in ["sale", "refund", "void", "adjustment"] {
                    let own = message(of: till, key: "pos.v1.\(till.name).\(kind)")
                    #expect(try await till.publisher.publish([own]) == [.confirmed], "\(kind)")
                }
                let foreign = [
                    "pos.v1.another.sale", "pos.v1.\(till.name)x.sale", "pos.v2.\(till.name).sale",
                    "pos.v1.\(till.name).sale.more", "pos.v1.\(till.name).", "pos.ingress", "#", "",
                ]
                for key in foreign {
                    let outcome = try await self.outcome(of: self.message(of: till, key: key), till)
                    #expect(outcome != .confirmed, "\(key)")
                }
                try await system.withTill { other in
                    let key = "pos.v1.\(other.name).sale"
                    let forged = try await self.outcome(of: self.message(of: till, key: key), till)
                    #expect(forged != .confirmed)
                    // RabbitMQ compares the property with the user of the connection.
                    let named = self.message(of: other, key: "pos.v1.\(till.name).sale")
                    #expect(try await self.outcome(of: named, till) != .confirmed)
                }
            }
        }

        @Test func `a till reaches no other exchange and no queue by its name`() async throws {
            let system = try System.current
            try await system.withTill { till in
                let queue = ServiceName.posIngest.queue(.ingress)
                let unrouted = SharedExchange.unrouted(in: .pos)
                for (exchange, key) in [("", queue), (unrouted, ""), ("amq.topic", "pos.v1")] {
                    let message = self.message(of: till, exchange: exchange, key: key)
                    let outcome = try await self.outcome(of: message, till)
                    #expect(outcome != .confirmed, "\(exchange)")
                }
                #expect(try await system.servers.pos.depth(of: queue) == 0)
            }
        }

        @Test func `a till reads no queue`() async throws {
            let system = try System.current
            try await system.withTill { till in
                let queues = [
                    ServiceName.posIngest.queue(.ingress),
                    ServiceName.posIngest.queue(.deadLetters),
                    SharedExchange.unrouted(in: .pos),
                ]
                for queue in queues {
                    let consumer = Consumer(till.connection, queue: queue) { deliveries in
                        Issue.record("a till was given \(deliveries.count) messages of \(queue)")
                        return deliveries.map { _ in .giveBack }
                    }
                    try await withRunning(consumer) { consumer in
                        try await eventually("\(queue) is refused") {
                            guard case .interrupted(let error) = consumer.state else {
                                return false
                            }
                            return error.replyCode == Self.accessRefused
                        }
                    }
                }
            }
        }

        @Test(arguments: [
            TopologyStep.declareQueue("mine", []), .declareQueue("mine", [.exclusive]),
            .declareExchange("mine", .topic),
            .bind(queue: "pos-ingest.ingress", exchange: "pos.ingress", key: "pos.v1.other.sale"),
        ])
        func `a till declares and binds nothing`(step: TopologyStep) async throws {
            let system = try System.current
            try await system.withTill { till in
                let error = await #expect(throws: AMQPError.self) {
                    try await till.connection.perform([step])
                }
                #expect(error?.replyCode == Self.accessRefused)
            }
        }

        @Test func `a till does not get into the virtual host of the services`() async throws {
            let system = try System.current
            try await system.withTill { till in
                let password = try #require(URLComponents(string: till.url)?.password)
                let url = system.servers.suite.url(user: till.name, password: password)
                let configuration = BrokerConfiguration(url: url, connectionName: "intruder")
                try await withRunning(BrokerConnection(configuration)) { connection in
                    try await eventually("the connection is refused") {
                        guard case .down = connection.state else { return false }
                        return true
                    }
                }
            }
        }

        private func message(
            of till: Till,
            exchange: String = SharedExchange.ingress,
            key: String
        ) -> OutboundMessage {
            OutboundMessage(
                exchange: exchange,
                routingKey: key,
                properties: MessageProperties(
                    messageID: UUID().uuidString.lowercased(),
                    contentType: "application/json",
                    userID: till.name
                ),
                body: Array("{}".utf8)
            )
        }

        /// What became of a message; `nil` when it could not even be sent.
        private func outcome(
            of message: OutboundMessage,
            _ till: Till
        ) async throws -> PublishOutcome? {
            do {
                return try await till.publisher.publish([message]).first
            } catch is AMQPError {
                return nil
            }
        }
    }
}
