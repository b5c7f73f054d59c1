package import AMQP
package import Contracts
import Foundation
import Kernel
import Logging
import ServiceLifecycle

/// Asks services over the broker and waits for their answers, within a budget.
///
/// One instance per process, with a reply queue of its own. When the connection is lost everything
/// that is waited for fails at once; an answer that nobody waits for is counted and dropped.
package final class OperationClient: SubscribingService, CustomStringConvertible {
    /// Answers waited for at once; more requests are refused.
    package static let maximumPending = 4_096
    /// How long the broker may take to accept a request.
    package static let publishTimeout = Duration.seconds(2)
    /// How often the answers waited for are looked over for those that are overdue.
    private static let inspectionInterval = Duration.milliseconds(50)

    package let description: String
    private let service: ServiceName
    private let instance: String
    private let consuming: BrokerConnection
    private let publishing: BrokerConnection
    private let publisher: Publisher
    private let keys: ServiceKeys
    private let principals = PrincipalTexts()
    private let pending: PendingReplies
    private let consumer: Consumer

    /// - Parameters:
    ///   - service: Who asks; its name begins the name of the reply queue.
    ///   - consuming: Where answers arrive.
    ///   - publishing: Where requests go out.
    ///   - masterKey: The key from which those of the services derive.
    package init(
        service: ServiceName = .gateway,
        consuming: BrokerConnection,
        publishing: BrokerConnection,
        masterKey: AssertionKey,
        maximumPending: Int = OperationClient.maximumPending
    ) {
        let boot = UUID().text.prefix(8)
        let instance = "\(ProcessInfo.processInfo.hostName)-\(boot)"
        let queue = "\(service.rawValue).reply.\(instance)"
        let pending = PendingReplies(limit: maximumPending)
        self.description = "Client with \(queue)"
        self.service = service
        self.instance = instance
        self.consuming = consuming
        self.publishing = publishing
        self.publisher = Publisher(
            publishing,
            limits: PublisherLimits(timeout: Self.publishTimeout)
        )
        self.keys = ServiceKeys(masterKey)
        self.pending = pending
        self.consumer = Consumer(
            consuming,
            queue: queue,
            isNoAck: true,
            setUp: [
                .declareQueue(queue, [.exclusive, .autoDelete]),
                .bind(queue: queue, exchange: SharedExchange.replies, key: instance),
            ],
            receiver: pending
        )
    }

    /// Whether requests can be made: connected, not blocked and subscribed to the reply queue.
    package var isReady: Bool {
        self.publishing.isReady && self.consumer.state == .subscribed
    }

    package var subscription: ConsumerState { self.consumer.state }

    /// How many answers are waited for.
    package var pendingCount: Int { self.pending.count }

    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await self.watchConnection() }
            group.addTask { await self.watchDeadlines() }
            try await self.consumer.run()
            group.cancelAll()
        }
        self.pending.failAll(with: .serviceUnavailable("The gateway is stopping."))
    }

    /// Asks one service and waits for its answer.
    ///
    /// - Throws: 503 at once when the broker or the service cannot take the request, and for an answer
    ///   that cannot be read; 504 when the budget is spent, after which the service may still do it:
    ///   asking again under the same `Idempotency-Key` is safe.
    package func call(
        _ service: ServiceName,
        _ call: OperationCall,
        budget: Duration
    ) async throws -> OperationResponse {
        guard self.isReady else { throw Problem.serviceUnavailable("The broker is away.") }
        let correlationID = ID<OperationCall>.make().rawValue
        guard self.pending.expect(correlationID, until: .now + budget) else {
            throw Problem.serviceUnavailable("Too many requests wait for an answer.")
        }
        defer { self.pending.forget(correlationID) }
        try self.send(call, to: service, correlationID: correlationID, budget: budget)
        guard let reply = ReplyMessage(try await self.pending.reply(to: correlationID)) else {
            throw Problem.serviceUnavailable("What \(service.rawValue) answers cannot be read.")
        }
        return reply.response
    }

    /// Sends a request; that the broker does not take it fails what waits for the answer.
    private func send(
        _ call: OperationCall,
        to service: ServiceName,
        correlationID: UUID,
        budget: Duration
    ) throws {
        let content = try call.content(principal: self.principals.text(of: call.principal))
        let key = self.keys.key(of: service)
        let message = RequestMessage(
            content: content,
            assertion: PrincipalAssertion(for: content, to: service, key: key).text,
            correlationID: correlationID,
            replyTo: self.instance,
            budget: budget,
            trace: TraceFields.ofCurrentSpan
        )
        let pending = self.pending
        let operation = call.operation
        // The connection's thread does not know whose request it was.
        let logger = Logger.current
        do throws(AMQPError) {
            try self.publisher.publish([message.outbound(to: service)]) { result in
                if case .success([.confirmed]) = result { return }
                let problem = Self.problem(with: result, of: operation, for: service, logger)
                pending.finish(correlationID, with: .failure(problem))
            }
        } catch {
            guard error.code == .invalidMessage else {
                throw Problem.serviceUnavailable("The broker is away.")
            }
            throw Problem(.payloadTooLarge, detail: "The request is too large for its service.")
        }
    }

    private static func problem(
        with result: Result<[PublishOutcome], AMQPError>,
        of operation: String,
        for service: ServiceName,
        _ logger: Logger
    ) -> Problem {
        guard case .success = result else { return .serviceUnavailable("The broker is away.") }
        logger.warning(
            "A request was not taken",
            metadata: ["service": "\(service.rawValue)", "operation": "\(operation)"]
        )
        return .serviceUnavailable("\(service.rawValue) takes no requests now.")
    }

    /// One clock for all that is waited for: a timer each would cost more than the asking.
    private func watchDeadlines() async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: Self.inspectionInterval)
            } catch {
                // The client is stopping, which fails all of them.
                return
            }
            self.pending.expire(now: .now)
        }
    }

    /// Fails what is waited for when the reply queue is gone with its connection.
    private func watchConnection() async {
        for await state in self.consuming.states {
            switch state {
            case .down, .closed:
                self.pending.failAll(with: .serviceUnavailable("The broker went away."))
            case .connecting, .ready, .blocked:
                continue
            }
        }
    }
}
