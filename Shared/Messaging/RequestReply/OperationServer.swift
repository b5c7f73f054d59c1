package import AMQP
package import Contracts
import FoundationEssentials
import Kernel
import Logging
import Metrics
import ServiceLifecycle
import Tracing

/// Answers the requests on a service's request queue, by a fixed number of workers.
///
/// A request is acknowledged when a worker takes it in, not when it is answered: if this process dies
/// the caller asks again, which is safe because commands have an `Idempotency-Key`. What no worker has
/// taken waits at the broker, apart from as many again as there are workers, and the broker refuses
/// beyond its limit.
package final class OperationServer: SubscribingService, CustomStringConvertible {
    package let description: String
    private let queue: String
    private let publisher: Publisher
    private let admission: RequestAdmission
    private let handler: any OperationHandler
    private let concurrency: Int
    private let desk: RequestDesk
    private let consumer: Consumer

    /// - Parameters:
    ///   - publisher: On another connection than the one requests arrive on.
    ///   - assertionKey: The key derived for this service.
    ///   - concurrency: Requests worked on at once.
    package init(
        service: ServiceName,
        connection: BrokerConnection,
        publisher: Publisher,
        handler: any OperationHandler,
        assertionKey: AssertionKey,
        concurrency: Int = 64
    ) {
        precondition(concurrency > 0, "without a worker nothing is answered")
        let desk = RequestDesk()
        self.queue = service.queue(.requests)
        self.description = "Server of \(service.queue(.requests))"
        self.publisher = publisher
        self.admission = RequestAdmission(service: service, key: assertionKey)
        self.handler = handler
        self.concurrency = concurrency
        self.desk = desk
        self.consumer = Consumer(
            connection,
            queue: service.queue(.requests),
            prefetch: UInt16(clamping: concurrency),
            receiver: desk
        )
    }

    package var subscription: ConsumerState { self.consumer.state }

    /// Serves until a graceful shutdown, and then answers what was taken in.
    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            defer { self.desk.close() }
            for _ in 0..<self.concurrency {
                group.addTask { await self.work() }
            }
            try await self.consumer.run()
        }
    }

    private func work() async {
        while let request = await self.desk.next(askAgain: self.consumer.offerAgain) {
            await self.serve(request)
        }
    }

    private func serve(_ received: ReceivedRequest) async {
        let message: RequestMessage
        do {
            message = try RequestMessage(received.delivery)
        } catch {
            // Without a way to answer there is nobody to tell.
            Logger.current.warning(
                "Dropping something that is no request",
                metadata: ["queue": "\(self.queue)", "error": "\(error)"]
            )
            return
        }
        let deadline = received.arrival.advanced(by: message.budget)
        guard ContinuousClock.now < deadline else {
            MessagingMetrics.expiredRequests.increment()
            return
        }
        let started = ContinuousClock.now
        let response = await withSpan(
            message.content.operation,
            context: TraceFields.context(of: message.trace),
            ofKind: .server
        ) { span in
            let response = await self.respond(to: message, deadline: deadline)
            span.attributes["http.response.status_code"] = response.status
            return response
        }
        MessagingMetrics.operationSeconds(message.content.operation, status: response.status)
            .record(duration: ContinuousClock.now - started)
        self.answer(message, with: response)
    }

    private func respond(
        to message: RequestMessage,
        deadline: ContinuousClock.Instant
    ) async -> OperationResponse {
        let request: OperationRequest
        do {
            request = try self.admission.admit(message, deadline: deadline)
        } catch {
            return .problem(error)
        }
        return await self.handler.respond(to: request)
    }

    private func answer(_ message: RequestMessage, with response: OperationResponse) {
        let reply = ReplyMessage(correlationID: message.correlationID, response: response)
        do {
            try self.publisher.publishTransient([reply.outbound(to: message.replyTo)])
        } catch {
            Logger.current.warning(
                "An answer could not be sent",
                metadata: [
                    "operation": "\(message.content.operation)",
                    "message.id": "\(message.content.messageID.text)",
                    "error": "\(error)",
                ]
            )
        }
    }
}
