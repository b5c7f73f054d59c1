import Logging
package import Postgres
import ServiceLifecycle

/// Keeps the inbox and the request log at their retention, by the clock of the database.
///
/// Adds the partitions of the coming weeks, drops those that are too old, and deletes old rows of
/// the tables that have no partitions, a limited number at a time.
package final class InboxPruner: Service, CustomStringConvertible {
    package let description = "Inbox pruner"

    /// How far ahead partitions are made: longer than a service may stand still.
    static let daysAhead: Int32 = 14
    /// Rows deleted in one transaction.
    static let batch = 5_000

    private static let days = Int32(Inbox.retention.components.seconds / 86_400)

    private let database: PostgresPool
    private let interval: Duration

    package init(database: PostgresPool, interval: Duration = .seconds(3_600)) {
        self.database = database
        self.interval = interval
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.prune()
                    try await Task.sleep(for: self.interval)
                } catch {
                    guard !Task.isCancelled else { return }
                    Logger.current.error("Pruning failed", metadata: ["error": "\(error)"])
                    // Cancelled, the loop ends.
                    try? await Task.sleep(for: self.interval / 10)
                }
            }
        }
    }

    /// Does everything that is due; returns how many partitions were dropped.
    @discardableResult
    package func prune() async throws -> Int {
        let dropped = try await self.maintain()
        try await self.repeatUntilShort { transaction in
            try InboxStore.pruneUntimed(days: Self.days, limit: Self.batch, in: transaction)
        }
        try await self.repeatUntilShort { transaction in
            try RequestLogStore.prune(limit: Self.batch, in: transaction)
        }
        return dropped
    }

    /// Makes the partitions of these weeks and drops those that are too old; returns how many.
    ///
    /// To be done before messages are taken: a service that stood still for long has none for them.
    @discardableResult
    package func maintain() async throws -> Int {
        try await self.database.withTransaction { transaction in
            let rows = try transaction.execute(
                """
                SELECT inbox_maintain(
                    make_interval(days => \(Self.days)),
                    make_interval(days => \(Self.daysAhead))
                )
                """
            )
            return Int(try rows[0].decode(0, as: Int32.self))
        }
    }

    private func repeatUntilShort(
        _ delete: @Sendable (borrowing Transaction) throws -> Int
    ) async throws {
        while try await self.database.withTransaction(TransactionOptions(), delete) == Self.batch {}
    }
}
