import Contracts
import CoreMetrics
import Kernel
import LedgerDomain
import Messaging
import Postgres
import ServiceKit

/// Ends reservations whose time is over, by the clock of the database.
///
/// Only picks candidates itself; each goes through the committer, which looks again under the lock.
/// Several sweepers side by side share the work.
struct ReservationSweeper: PeriodicService {
    let description = "Reservation sweeper"

    let committer: GroupCommitter
    let database: PostgresPool
    var interval = Duration.seconds(1)

    /// Reservations that are picked at once.
    static let batch = 200

    private static let actor = Actor(kind: .service, name: ServiceName.ledger.rawValue)

    func work() async throws {
        while try await self.sweep() == Self.batch {}
    }

    /// Ends what is over; returns how many were picked.
    @discardableResult
    func sweep() async throws -> Int {
        let ids = try await self.database.withTransaction { transaction in
            try transaction.execute(
                """
                SELECT id
                FROM reservation
                WHERE state = 'pending' AND expires_at <= now()
                ORDER BY expires_at, id
                LIMIT \(Self.batch)
                FOR UPDATE SKIP LOCKED
                """
            ).map { try $0.decode("id", as: ID<Reservation>.self) }
        }
        try await withThrowingTaskGroup { group in
            for id in ids { group.addTask { try await self.expire(id) } }
            try await group.waitForAll()
        }
        return ids.count
    }

    private func expire(_ id: ID<Reservation>) async throws {
        let outcome = await self.committer.submit(
            Submission(
                instruction: Instruction(.expire(id), by: Self.actor, with: Authority()),
                origin: .clock,
                cause: nil,
                patience: .now
            )
        )
        switch outcome {
        case .done: LedgerMetrics.expired.increment()
        case .failed(let error): throw error
        // Consumed or released at the last moment, or expired by another sweeper.
        case .refused, .premature, .answered, .clash: return
        }
    }
}
