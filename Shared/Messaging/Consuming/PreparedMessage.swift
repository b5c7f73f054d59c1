import Kernel
import Logging
import Metrics
import Postgres
import Tracing

/// A message that was decoded, with what it will do.
struct PreparedMessage: Sendable {
    /// What messages of one handler do in a transaction.
    typealias Effect = @Sendable ([any Sendable], borrowing Transaction) throws -> Void

    /// Its place in the batch it came in.
    let index: Int
    let message: IncomingMessage
    let handler: String
    /// Whether the handler takes it together with those before and after it.
    let isJoined: Bool
    /// The content and context, as the effect expects it.
    let arrival: any Sendable
    let effect: Effect

    /// What is handled at once, in order: neighbours of one handler that takes them together.
    static func groups(of messages: [PreparedMessage]) -> [ArraySlice<PreparedMessage>] {
        var groups: [ArraySlice<PreparedMessage>] = []
        var start = messages.startIndex
        for index in messages.indices {
            let next = index + 1
            if next < messages.endIndex, messages[index].isJoined,
                messages[next].handler == messages[index].handler
            {
                continue
            }
            groups.append(messages[start..<next])
            start = next
        }
        return groups
    }

    /// Handles a group under a span of its own, whose parent is whatever sent the first message.
    static func run(
        _ group: ArraySlice<PreparedMessage>,
        in transaction: borrowing Transaction
    ) throws {
        guard let first = group.first else { return }
        let span = startSpan(
            "\(first.handler) process",
            context: TraceFields.context(of: first.message.headers),
            ofKind: .consumer
        )
        defer { span.end() }
        span.attributes["messaging.system"] = "rabbitmq"
        span.attributes["messaging.message.id"] = first.message.id.text
        if group.count > 1 { span.attributes["messaging.batch.message_count"] = group.count }
        let started = ContinuousClock.now
        do {
            try ServiceContext.withValue(span.context) {
                try first.effect(group.map(\.arrival), transaction)
            }
            self.record(group, outcome: "done", since: started)
        } catch {
            span.recordError(error)
            self.record(group, outcome: "failed", since: started)
            throw error
        }
    }

    /// Notes for each message its part of the time.
    private static func record(
        _ group: ArraySlice<PreparedMessage>,
        outcome: String,
        since started: ContinuousClock.Instant
    ) {
        let share = (ContinuousClock.now - started) / group.count
        for message in group {
            MessagingMetrics.handlerSeconds(type: message.message.type, outcome: outcome)
                .record(duration: share)
        }
    }
}
