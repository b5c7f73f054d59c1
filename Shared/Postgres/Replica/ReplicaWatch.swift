import CoreMetrics
import Kernel
import Logging
import ServiceLifecycle
import Synchronization

/// Finds out again and again how far the standby of a ``ReadDesk`` is behind.
///
/// It writes a mark on the primary and looks for it on the standby. Other than the time of the last
/// replayed transaction that works where nothing is written, too, and other than positions in the
/// log it is a time; both times are of the primary's clock.
package final class ReplicaWatch: Service, CustomStringConvertible {
    private let desk: ReadDesk
    private let marks: ReplicaMarks
    private let limits: ReplicaLimits
    private let replica: PostgresPool
    /// The latest mark that this process has made.
    private let latest = Mutex<Timestamp?>(nil)

    package let description = "Replica watch"

    /// - Returns: `nil` for a desk without a standby.
    package init?(_ desk: ReadDesk, marks: ReplicaMarks, limits: ReplicaLimits = ReplicaLimits()) {
        guard let replica = desk.replica else { return nil }
        self.desk = desk
        self.marks = marks
        self.limits = limits
        self.replica = PostgresPool(replica.configuration.ofWatch)
    }

    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.replica.run() }
            await cancelWhenGracefulShutdown {
                while !Task.isCancelled {
                    await self.check()
                    // Cancelled, the loop ends.
                    try? await Task.sleep(for: self.limits.pace)
                }
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// Looks at the standby, and then marks the primary for the next time.
    ///
    /// While the primary cannot be marked nobody knows that the standby lacks something, so it goes
    /// on answering.
    package func check() async {
        if let latest = self.latest.withLock({ $0 }) { await self.look(for: latest) }
        do {
            let mark = try await self.desk.primary.withTransaction(
                TransactionOptions(retries: 0)
            ) { transaction in
                try transaction.execute(self.marks.make)[0].decode(0, as: Timestamp.self)
            }
            self.latest.withLock { $0 = mark }
        } catch {
            Logger.current.debug("The primary was not marked", metadata: ["error": "\(error)"])
        }
        ReplicaMetrics.isUsed.record(self.desk.usesReplica ? 1 : 0)
    }

    private func look(for latest: Timestamp) async {
        do {
            guard let row = try await self.replica.read(self.marks.last).first else {
                return self.desk.withdraw("has no mark yet")
            }
            // Another process may have marked the primary after this one.
            let lag = max(.zero, latest.duration(since: try row.decode(0)))
            ReplicaMetrics.lag.record(lag / .seconds(1))
            self.desk.note(lag: lag, limit: self.limits.lag)
        } catch {
            self.desk.withdraw("could not be looked at", error)
        }
    }
}

/// What is written on a primary so that a standby shows how far it has come.
package struct ReplicaMarks: Sendable {
    /// Writes a mark, and returns its time by the clock of the primary.
    let make: SQL
    /// Returns the time of the last mark, or nothing.
    let last: SQL

    package init(make: SQL, last: SQL) {
        self.make = make
        self.last = last
    }
}
