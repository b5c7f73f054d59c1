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
/// A bundle is acknowledged when a worker takes its first request in, not when it is answered: if this
/// process dies the caller asks again, which is safe because commands have an `Idempotency-Key`. What
/// no worker has taken waits at the broker, apart from a bundle for each worker, and the broker refuses
/// beyond its limit.
package final class OperationServer: SubscribingService, CustomStringConvertible {
    package let description: String
    private let queue: String
    private let replies: ReplyLane
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
        self.replies = ReplyLane(publisher)
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
        let deadline = received.deadline
        let started = ContinuousClock.now
        guard started < deadline else {
            MessagingMetrics.expiredRequests.increment()
            return
        }
        let fields: RequestFields
        let body: [UInt8]
        do {
            (fields, body) = try received.request.read(from: received.bundle.content.bytes)
        } catch {
            MessagingMetrics.malformedBundles.increment()
            Logger.current.warning(
                "Dropping something that is no request",
                metadata: ["queue": "\(self.queue)", "error": "\(error)"]
            )
            return
        }
        let response = await withSpan(
            fields.operation,
            context: TraceFields.context(of: fields.trace),
            ofKind: .server
        ) { span in
            let response = await self.respond(to: received, fields, body: body)
            span.attributes["http.response.status_code"] = response.status
            return response
        }
        MessagingMetrics.operationSeconds(fields.operation, status: response.status)
            .record(duration: ContinuousClock.now - started)
        await self.answer(received, fields, with: response)
    }

    private func respond(
        to received: ReceivedRequest,
        _ fields: RequestFields,
        body: [UInt8]
    ) async -> OperationResponse {
        let request: OperationRequest
        do {
            request = try self.admission.admit(received, fields, body: body)
        } catch {
            return .problem(error)
        }
        return await self.handler.respond(to: request)
    }

    private func answer(
        _ received: ReceivedRequest,
        _ fields: RequestFields,
        with response: OperationResponse
    ) async {
        do {
            try await self.replies.send(
                OutgoingReply(response, to: received.request.correlation),
                to: received.bundle.content.instance
            )
        } catch {
            Logger.current.warning(
                "An answer could not be sent",
                metadata: [
                    "operation": "\(fields.operation)",
                    "message.id": "\(fields.messageID.text)",
                    "error": "\(error)",
                ]
            )
        }
    }
}
