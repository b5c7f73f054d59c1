import Kernel
import Postgres
import Synchronization

/// Tells how far readers of the journal can look.
///
/// A horizon stays true for ever, because nothing is recorded before it any more; it only falls
/// behind. A reader of the present that sees nothing recorded after one read lately has seen all
/// that there is, and needs no new one.
final class JournalReader: Sendable {
    let database: PostgresPool
    private let recent = Mutex<(time: Timestamp, until: ContinuousClock.Instant)?>(nil)

    /// How long a horizon is used again, so that what readers are told does not look old.
    private static let lifetime = Duration.milliseconds(250)
    /// How often the entries under way are waited for, and how long each time.
    private static let attempts = 10
    private static let pause = Duration.milliseconds(10)

    init(database: PostgresPool) {
        self.database = database
    }

    /// Runs `statement` after a horizon of the last moment was read, in one round trip.
    ///
    /// The horizon may be from before what was answered just now: who sees something that was
    /// recorded later has to ask for another one.
    func read(_ statement: SQL) async throws -> (rows: Rows, horizon: Timestamp) {
        let recent = self.recent.withLock { $0 }
        if let recent, ContinuousClock.now < recent.until {
            return (try await self.database.read(statement), recent.time)
        }
        let results = try await self.database.read([JournalHorizon.statement, statement])
        let horizon = try JournalHorizon(results[0][0]).time
        // Others may have seen a later one since, but these rows are from before that.
        self.remember(horizon)
        return (results[1], horizon)
    }

    /// Where the journal ends now.
    ///
    /// Waits a moment for the entries that are being written, so that readers see what was answered
    /// before they asked.
    ///
    /// - Parameter attempts: How often it looks at most, each time a hundredth of a second later.
    func horizon(attempts: Int = JournalReader.attempts) async throws -> Timestamp {
        let first = try await self.look()
        var latest = first
        for _ in 1..<attempts where !latest.reaches(first.askedAt) {
            try await Task.sleep(for: Self.pause)
            latest = try await self.look()
        }
        return self.remember(latest.time)
    }

    private func look() async throws -> JournalHorizon {
        try JournalHorizon(try await self.database.read(JournalHorizon.statement)[0])
    }

    /// Keeps the latest horizon for others, and returns it.
    @discardableResult
    private func remember(_ time: Timestamp) -> Timestamp {
        self.recent.withLock { recent in
            let latest = max(recent?.time ?? time, time)
            recent = (latest, .now + Self.lifetime)
            return latest
        }
    }
}
