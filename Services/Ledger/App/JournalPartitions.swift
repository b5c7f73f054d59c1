import Logging
import Postgres
import ServiceLifecycle

/// Makes the monthly partitions of the journal ahead of time.
struct JournalPartitions: Service, CustomStringConvertible {
    let description = "Journal partitions"

    let database: PostgresPool
    var interval = Duration.seconds(6 * 3_600)

    /// How many months are prepared: longer than a service may stand still.
    static let monthsAhead: Int32 = 3

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.prepare()
                    try await Task.sleep(for: self.interval)
                } catch {
                    guard !Task.isCancelled else { return }
                    Logger.current.error(
                        "Preparing partitions failed",
                        metadata: ["error": "\(error)"]
                    )
                    // Cancelled, the loop ends. Until then rows go to the default partition.
                    try? await Task.sleep(for: self.interval / 100)
                }
            }
        }
    }

    /// Adds the partitions that are missing, and returns how many.
    @discardableResult
    func prepare(monthsAhead: Int32 = Self.monthsAhead) async throws -> Int {
        try await self.database.withTransaction { transaction in
            let rows = try transaction.execute(
                "SELECT prepare_movement_partitions(\(monthsAhead)) AS added"
            )
            return Int(try rows[0].decode("added", as: Int32.self))
        }
    }
}
