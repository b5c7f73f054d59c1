import GatewayDomain
import Kernel
import Logging
import Metrics
import Postgres
import ServiceKit
import ServiceLifecycle
import Synchronization

/// Writes down who did what.
///
/// Rows are collected for a moment and while a write is under way, and then written together: a
/// commit for each would compete with the changes themselves. A change takes its place among them
/// before it begins, so a trail that cannot be written stops changes instead of losing rows. A
/// gateway that is killed loses the rows of its last ``Limits/gathering``; the entries and
/// documents themselves carry their actor in the transaction of the change.
final class AuditTrail: Service, CustomStringConvertible {
    typealias Backlog = AuditBacklog<AuditStore.Record>

    struct Limits: Sendable {
        /// Rows that may wait to be written.
        var capacity = 5_000
        /// Those of them that may have no actor.
        var anonymousCapacity = 1_000
        /// Rows of one write.
        var batch = 500
        /// How long the first row of a write waits for others.
        var gathering = Duration.milliseconds(100)
        /// Between two tries while the database is away, and between two looks for room.
        var retryInterval = Duration.milliseconds(200)
        /// How long a change waits for its place.
        var patience = Duration.seconds(2)
        /// How old an unwritten row may be before the gateway says that it is not well.
        var age = Duration.seconds(10)
    }

    /// There was no place for a row, so the change was not begun.
    struct Full: Error {}

    let description = "the audit trail"

    private let database: PostgresPool
    private let limits: Limits
    private let backlog: Mutex<Backlog>
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    init(database: PostgresPool, limits: Limits = Limits()) {
        self.database = database
        self.limits = limits
        self.backlog = Mutex(
            Backlog(capacity: limits.capacity, anonymousCapacity: limits.anonymousCapacity)
        )
        (self.wakeUps, self.wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes the place of a row whose change is about to begin.
    ///
    /// - Throws: ``Full`` where none became free in time, or `CancellationError`.
    func take(_ place: Backlog.Place) async throws {
        let deadline = ContinuousClock.now + self.limits.patience
        while !self.backlog.withLock({ $0.take(place) }) {
            guard .now < deadline else { throw Full() }
            try await Task.sleep(for: self.limits.retryInterval)
        }
    }

    /// Adds a row, or none, and returns before it is written.
    ///
    /// - Parameter place: The one that was taken for it. Where none was, nothing has changed, and a
    ///   row that finds no room is counted instead.
    func record(_ row: AuditStore.Record?, in place: Backlog.Place?) {
        guard let row else {
            if let place { self.backlog.withLock { $0.giveBack(place) } }
            return
        }
        let outcome: Addition = self.backlog.withLock { backlog in
            let wanted: Backlog.Place = row.actor == nil ? .anonymous : .known
            guard let place = place ?? (backlog.take(wanted) ? wanted : nil) else {
                return .leftOut
            }
            defer { backlog.put(row, into: place) }
            return backlog.isEmpty ? .first : .further
        }
        switch outcome {
        case .first: self.wakeUp.yield()
        // Who writes goes on until nothing waits.
        case .further: break
        case .leftOut: Counter(label: "audit_refusals_left_out_total").increment()
        }
    }

    /// What became of a row that is to be written.
    private enum Addition {
        case first
        case further
        case leftOut
    }

    /// Failing while rows wait for longer than a write takes.
    var status: HealthStatus {
        let oldest = self.backlog.withLock { $0.oldest?.recordedAt } ?? .now
        return Timestamp.now.duration(since: oldest) <= self.limits.age
            ? .ok : .failing("rows have waited longer than \(self.limits.age) to be written")
    }

    func run() async throws {
        for await _ in self.wakeUps.cancelOnGracefulShutdown() {
            await self.gather()
            await self.writePending()
        }
        await self.writePending()
    }

    private func gather() async {
        // Cancellation ends the wait early, and what follows sees it too.
        try? await Task.sleep(for: self.limits.gathering)
    }

    private func writePending() async {
        while !Task.isCancelled {
            let batch = self.backlog.withLock { $0.first(self.limits.batch) }
            guard !batch.isEmpty else { return }
            do {
                try await self.write(batch)
                self.backlog.withLock { $0.removeFirst(batch.count) }
            } catch {
                Counter(label: "audit_write_failures_total").increment()
                Logger.current.error(
                    "The audit trail cannot be written",
                    metadata: ["error": "\(error)", "audit.pending": "\(batch.count)"]
                )
                // Cancellation ends the loop; anything else is tried again.
                try? await Task.sleep(for: self.limits.retryInterval)
            }
        }
    }

    /// Writes rows together; where the values of one are refused, each by itself.
    private func write(_ rows: [AuditStore.Record]) async throws {
        do {
            try await self.append(rows)
        } catch let error as PostgresError where error.isAboutValues {
            for row in rows { try await self.writeAlone(row) }
        }
    }

    /// A row that is refused again and again must not hold up all others.
    private func writeAlone(_ row: AuditStore.Record) async throws {
        for form in [row, row.reduced] {
            do {
                return try await self.append([form])
            } catch let error as PostgresError where error.isAboutValues {
                Counter(label: "audit_rows_refused_total").increment()
                Logger.current.error(
                    "The database does not take a row of the audit trail",
                    metadata: ["error": "\(error)", "audit.operation": "\(row.operation)"]
                )
            }
        }
        Counter(label: "audit_rows_lost_total").increment()
    }

    private func append(_ rows: [AuditStore.Record]) async throws {
        try await self.database.withTransaction { transaction in
            try AuditStore.append(rows, in: transaction)
        }
    }
}

extension PostgresError {
    /// Whether the values of a row are at fault, so that it will never be taken: classes 22, 23
    /// and 54 (PostgreSQL 15, appendix A).
    fileprivate var isAboutValues: Bool {
        ["22", "23", "54"].contains(self.sqlState?.prefix(2))
    }
}
