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
    private static let budget = Duration.seconds(10)

    private let instance = "forger-\(Unique.word())"
    private let publisher: Publisher
    private let answers = Mutex<[UUID: OperationResponse]>([:])

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

    /// What the service answers.
    func send(
        _ content: RequestContent,
        assertion: String,
        to service: ServiceName
    ) async throws -> OperationResponse {
        let correlation = UUID()
        let message = RequestMessage(
            content: content,
            assertion: assertion,
            correlationID: correlation,
            replyTo: self.instance,
            budget: Self.budget
        )
        let outcomes = try await self.publisher.publish([message.outbound(to: service)])
        #expect(outcomes == [.confirmed])
        try await eventually("\(service.rawValue) answers", within: Self.budget) {
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
                for reply in deliveries.compactMap(ReplyMessage.init) {
                    self.answers.withLock { $0[reply.correlationID] = reply.response }
                }
                return deliveries.map { _ in .acknowledge }
            }
        )
    }
}
