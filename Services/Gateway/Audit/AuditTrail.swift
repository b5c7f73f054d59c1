import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Synchronization

/// Writes down who did what.
///
/// Rows are collected while a write is under way and then written together. When ``capacity`` rows
/// wait, commands wait for room, so a trail that cannot be written stops them instead of losing
/// rows. A gateway that is killed loses the rows of its last moment; the entries and documents
/// themselves carry their actor in the transaction of the change.
final class AuditTrail: Service, CustomStringConvertible {
    /// Rows that may wait to be written.
    static let capacity = 5_000
    /// Rows of one write.
    static let batchLimit = 500
    /// Between two tries while the database is away, and between two looks for room.
    static let retryInterval = Duration.milliseconds(200)

    let description = "the audit trail"

    private let database: PostgresPool
    private let pending = Mutex<[AuditStore.Record]>([])
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    init(database: PostgresPool) {
        self.database = database
        (self.wakeUps, self.wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Adds a row; returns before it is written.
    ///
    /// - Throws: `CancellationError` while it waits for room.
    func record(_ row: AuditStore.Record) async throws {
        while !self.add(row) { try await Task.sleep(for: Self.retryInterval) }
        self.wakeUp.yield()
    }

    func run() async throws {
        for await _ in self.wakeUps.cancelOnGracefulShutdown() { await self.writePending() }
        await self.writePending()
    }

    private func add(_ row: AuditStore.Record) -> Bool {
        self.pending.withLock { pending in
            guard pending.count < Self.capacity else { return false }
            pending.append(row)
            return true
        }
    }

    private func writePending() async {
        while !Task.isCancelled {
            let batch = self.pending.withLock { Array($0.prefix(Self.batchLimit)) }
            guard !batch.isEmpty else { return }
            do {
                try await self.database.withTransaction { transaction in
                    try AuditStore.append(batch, in: transaction)
                }
                self.pending.withLock { $0.removeFirst(batch.count) }
            } catch {
                Counter(label: "audit_write_failures_total").increment()
                Logger.current.error(
                    "The audit trail cannot be written",
                    metadata: ["error": "\(error)", "audit.pending": "\(batch.count)"]
                )
                // Cancellation ends the loop; anything else is tried again.
                try? await Task.sleep(for: Self.retryInterval)
            }
        }
    }
}
