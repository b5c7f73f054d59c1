import Postgres

/// Compares what is kept with what it follows from, all the time, and puts right what is another.
///
/// Of several auditors of a kind one works, whose session holds a lock.
protocol Auditor: JournalFollower {
    /// What it compares, in metrics.
    static var book: String { get }

    var limits: AuditLimits { get }

    /// Compares all that there is, and puts right what is wrong.
    @discardableResult
    func goRound(on session: PostgresSession) async throws -> AuditRound
}

extension Auditor {
    var interval: Duration { self.limits.interval }

    func follow(on session: PostgresSession) async throws {
        while try await self.goRound(on: session).isBehind {}
    }
}
