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
    private let consuming: BrokerConnection
    private let publishing: BrokerConnection
    private let publisher: Publisher
    private let lanes: [ServiceName: RequestLane]
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
        self.consuming = consuming
        self.publishing = publishing
        self.publisher = Publisher(
            publishing,
            limits: PublisherLimits(timeout: Self.publishTimeout)
        )
        self.lanes = Self.lanes(from: instance, masterKey, failing: pending)
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
        let since = ContinuousClock.now
        guard let lane = self.lanes[service],
            let correlation = self.pending.expect(until: since + budget)
        else { throw Problem.serviceUnavailable("Too many requests wait for an answer.") }
        defer { self.pending.forget(correlation) }
        let fields = RequestFields(call, trace: TraceFields.pairsOfCurrentSpan)
        let request = OutgoingRequest(
            correlation: correlation,
            deadline: since + budget,
            principal: try self.principals.text(of: call.principal),
            fields: fields.bytes,
            body: call.body,
            since: since
        )
        do {
            return try await self.answer(to: request, of: fields, in: lane)
        } catch let failure as RequestFailure {
            if failure == .notTaken {
                Logger.current.warning(
                    "A request was not taken",
                    metadata: [
                        "service": "\(service.rawValue)", "operation": "\(call.operation)",
                    ]
                )
            }
            throw failure.problem(of: service)
        } catch is BundleError {
            throw Problem.serviceUnavailable("What \(service.rawValue) answers cannot be read.")
        }
    }

    /// Sends a request and waits.
    private func answer(
        to request: OutgoingRequest,
        of fields: RequestFields,
        in lane: RequestLane
    ) async throws -> OperationResponse {
        let limit = self.publisher.messageLimits.maximumBody
        guard fields.isWithinLimits, request.size + RequestBundle.overhead <= limit else {
            throw RequestFailure.tooLarge
        }
        if lane.add(request) {
            // Whoever is ready to ask, too, does so first and shares the message.
            await Task.yield()
            do {
                try self.publisher.draw(from: lane)
            } catch {
                throw RequestFailure.brokerIsAway
            }
        }
        return try await self.pending.reply(to: request.correlation).response()
    }

    private static func lanes(
        from instance: String,
        _ masterKey: AssertionKey,
        failing pending: PendingReplies
    ) -> [ServiceName: RequestLane] {
        let lanes = ServiceName.allCases.map { service in
            RequestLane(to: service, from: instance, key: masterKey.derived(for: service)) {
                requests,
                failure in
                pending.finish(requests.map { ($0, .failure(failure)) })
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(ServiceName.allCases, lanes))
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
