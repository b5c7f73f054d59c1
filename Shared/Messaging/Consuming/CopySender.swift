import AMQP
import Logging

/// Publishes copies of failed messages and says how to settle the originals.
struct CopySender: Sendable {
    let publisher: Publisher
    let policy: RetryPolicy

    /// The settlement of each original: acknowledged once its copy is confirmed.
    ///
    /// An original whose copy is too large to publish is rejected, so that the broker, which knows
    /// no such limit, dead-letters it. One whose copy the broker does not take is given back.
    func send(
        _ copies: [(index: Int, copy: OutboundMessage)]
    ) async -> [(index: Int, settlement: Settlement)] {
        var settlements: [(index: Int, settlement: Settlement)] = []
        var pending: [(index: Int, copy: OutboundMessage)] = []
        for entry in copies {
            do {
                try EnvelopeLimits.copy.check(entry.copy)
                pending.append(entry)
            } catch {
                Logger.current.error(
                    "Rejecting a message that is too large to copy",
                    metadata: ["error": "\(error.detail)"]
                )
                settlements.append((entry.index, .reject))
            }
        }
        for attempt in 0..<self.policy.copyAttempts where !pending.isEmpty {
            if attempt > 0 {
                // Cancelled or not, what is still pending is given back below.
                try? await Task.sleep(for: self.policy.copyPause * (1 << (attempt - 1)))
            }
            let outcomes = await self.publish(pending.map(\.copy))
            #if DEBUG
            CrashPoint.afterCopy.hit()
            #endif
            for (entry, outcome) in zip(pending, outcomes) where outcome == .confirmed {
                settlements.append((entry.index, .acknowledge))
            }
            pending = zip(pending, outcomes).filter { $0.1 != .confirmed }.map(\.0)
        }
        return settlements + pending.map { ($0.index, .giveBack) }
    }

    private func publish(_ copies: [OutboundMessage]) async -> [PublishOutcome] {
        do {
            return try await self.publisher.publish(copies)
        } catch {
            Logger.current.warning(
                "Copies of failed messages were not published",
                metadata: ["count": "\(copies.count)", "error": "\(error)"]
            )
            return copies.map { _ in .indeterminate }
        }
    }
}
