import Logging
import Postgres
import ServiceLifecycle

/// Forgets sessions that have been over for long, and with them who came from where.
///
/// What was done in them stays in the audit trail.
struct SessionPruner: Service, CustomStringConvertible {
    let description = "Session pruner"

    let database: PostgresPool
    var interval = Duration.seconds(3_600)

    /// How long after it began a session is kept; far longer than any lasts.
    static let retention = Duration.seconds(90 * 86_400)
    /// Rows deleted in one transaction.
    static let batch = 1_000

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.prune()
                } catch {
                    guard !Task.isCancelled else { return }
                    Logger.current.error("Pruning sessions failed", metadata: ["error": "\(error)"])
                }
                // Cancelled, the loop ends.
                try? await Task.sleep(for: self.interval)
            }
        }
    }

    /// Forgets all that are old enough; returns how many.
    @discardableResult
    func prune() async throws -> Int {
        var forgotten = 0
        while true {
            let count = try await self.database.withTransaction { transaction in
                try SessionStore.prune(
                    olderThan: Self.retention,
                    limit: Self.batch,
                    in: transaction
                )
            }
            forgotten += count
            guard count == Self.batch else { return forgotten }
        }
    }
}
