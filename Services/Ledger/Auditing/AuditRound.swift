import Postgres

/// What a repair has come to.
struct AuditRepair {
    /// What was put right.
    let drifts: [FoundDrift]
    /// Whether what figures follow from agrees with itself; where not, it was changed, and nothing is
    /// put in the place of anything.
    var isSound = true
}

/// What a round has come to.
struct AuditRound {
    /// What was put right.
    var drifts: [FoundDrift] = []
    /// What could not be put right.
    var unsound = 0
    /// Whether there was more to add up than a round takes.
    var isBehind = false

    /// Puts something right in a transaction; where that fails, it keeps nothing else from its own.
    mutating func repair(
        _ subject: AuditSubject,
        on session: PostgresSession,
        _ repair: @Sendable (borrowing Transaction) throws -> AuditRepair
    ) async throws {
        do {
            let done = try await session.withTransaction { try repair($0) }
            AuditLog.tell(done, of: subject)
            self.drifts += done.drifts
            if !done.isSound { self.unsound += 1 }
        } catch {
            // Nothing can be done any more on a session that is lost.
            guard await session.isAlive(), !Task.isCancelled else { throw error }
            AuditLog.tell(error, of: subject)
            self.unsound += 1
        }
    }
}
