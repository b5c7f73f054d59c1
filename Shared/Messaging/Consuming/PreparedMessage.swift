import Kernel
import Logging
import Metrics
import Postgres
import Tracing

/// A message that was decoded, with what it will do.
struct PreparedMessage: Sendable {
    /// Its place in the batch it came in.
    let index: Int
    let message: IncomingMessage
    let handler: String
    let effect: MessageEffect

    /// Handles it under a span of its own, whose parent is whatever sent the message.
    func run(in transaction: borrowing Transaction) throws {
        let span = startSpan(
            "\(self.handler) process",
            context: TraceFields.context(of: self.message.headers),
            ofKind: .consumer
        )
        defer { span.end() }
        span.attributes["messaging.system"] = "rabbitmq"
        span.attributes["messaging.message.id"] = self.message.id.text
        let started = ContinuousClock.now
        do {
            try ServiceContext.withValue(span.context) {
                try self.effect(transaction)
            }
            self.record(outcome: "done", since: started)
        } catch {
            span.recordError(error)
            self.record(outcome: "failed", since: started)
            throw error
        }
    }

    private func record(outcome: String, since started: ContinuousClock.Instant) {
        MessagingMetrics.handlerSeconds(type: self.message.type, outcome: outcome)
            .record(duration: ContinuousClock.now - started)
    }
}
