import Metrics
import Synchronization

/// Finished spans between the code that ends them and the exporter.
///
/// Never blocks and never grows: when it is full, the newest span is dropped and counted.
package final class SpanQueue: Sendable {
    private let spans = Mutex<[FinishedSpan]>([])
    private let capacity: Int
    private let dropped = Counter(
        label: "otlp_spans_dropped_total",
        dimensions: [("reason", "queue-full")]
    )

    package init(capacity: Int = 4_096) {
        self.capacity = capacity
    }

    package func offer(_ span: FinishedSpan) {
        let isAccepted = self.spans.withLock { spans in
            guard spans.count < self.capacity else { return false }
            spans.append(span)
            return true
        }
        if !isAccepted { self.dropped.increment() }
    }

    /// Removes up to `count` spans, oldest first.
    package func take(_ count: Int) -> [FinishedSpan] {
        self.spans.withLock { spans in
            let taken = Array(spans.prefix(count))
            spans.removeFirst(taken.count)
            return taken
        }
    }
}
