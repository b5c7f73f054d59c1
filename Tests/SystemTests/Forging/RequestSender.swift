import AMQP
import Contracts
import FoundationEssentials
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Messaging

/// Puts requests on the queues of the services as the gateway does, with any assertion.
final class RequestSender: Sendable {
    private let instance = "forger-\(Unique.word())"
    private let publisher: Publisher
    private let answers = Mutex<[UInt64: OperationResponse]>([:])
    private let correlations = Atomic<UInt64>(0)

    private init(_ connection: BrokerConnection) {
        self.publisher = Publisher(connection)
    }

    /// Runs `body` with a sender that has the rights of the gateway at the broker.
    static func run(
        in system: System,
        _ body: (RequestSender) async throws -> Void
    ) async throws {
        let urls = try await system.servers.brokerURLs(of: .gateway)
        let connection = BrokerConnection(
            BrokerConfiguration(url: try #require(urls[.suite]), connectionName: "forger")
        )
        let sender = RequestSender(connection)
        let consumer = sender.consumer(over: connection)
        try await withRunning([connection, consumer]) {
            try await eventually("the forger hears answers") { consumer.state == .subscribed }
            try await body(sender)
        }
    }

    /// What the service answers to a request.
    ///
    /// - Parameter bundle: Makes a bundle of it, with any assertion.
    func send(
        _ call: OperationCall,
        to service: ServiceName,
        in bundle: (Question) throws -> [UInt8]
    ) async throws -> OperationResponse {
        let correlation = self.correlations.add(1, ordering: .relaxed).newValue
        let question = Question(
            call: call,
            service: service,
            instance: self.instance,
            correlation: correlation
        )
        let message = OutboundMessage(
            exchange: service.exchange(.requests),
            routingKey: service.queue(.requests),
            properties: MessageProperties(
                contentType: BundleFormat.requests,
                isPersistent: false
            ),
            body: try bundle(question)
        )
        let outcomes = try await self.publisher.publish([message])
        #expect(outcomes == [.confirmed])
        try await eventually("\(service.rawValue) answers", within: Question.budget) {
            self.answers.withLock { $0[correlation] != nil }
        }
        return try #require(self.answers.withLock { $0[correlation] })
    }

    private func consumer(over connection: BrokerConnection) -> Consumer {
        let queue = "gateway.reply.\(self.instance)"
        return Consumer(
            connection,
            queue: queue,
            batch: .immediate,
            isNoAck: true,
            setUp: [
                .declareQueue(queue, [.exclusive, .autoDelete]),
                .bind(queue: queue, exchange: SharedExchange.replies, key: self.instance),
            ],
            handler: { deliveries in
                for delivery in deliveries { self.note(delivery) }
                return deliveries.map { _ in .acknowledge }
            }
        )
    }

    private func note(_ delivery: Delivery) {
        do {
            for reply in try ReplyBundle(delivery.body).replies {
                let response = try reply.response()
                self.answers.withLock { $0[reply.correlation] = response }
            }
        } catch {
            Issue.record("what a service answers is no bundle: \(error)")
        }
    }
}
