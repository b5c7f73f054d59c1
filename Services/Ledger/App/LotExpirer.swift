import Contracts
import CoreMetrics
import Kernel
import LedgerDomain
import Messaging
import Postgres
import ServiceKit

/// Withholds the stock of lots whose last day is over, by the clock of the database.
///
/// Only picks candidates itself; each goes through the committer, which looks again under the
/// locks. Several side by side do the work twice at worst, and it takes effect once.
struct LotExpirer: PeriodicService {
    let description = "Lot expirer"

    let committer: GroupCommitter
    let database: PostgresPool
    var interval = Duration.seconds(10)

    /// Lots that are picked at once.
    static let batch = 50

    private static let actor = Actor(kind: .service, name: ServiceName.ledger.rawValue)

    func work() async throws {
        while try await self.expire() == Self.batch {}
    }

    /// Ends lots that are over; returns how many were picked.
    @discardableResult
    func expire() async throws -> Int {
        let rows = try await self.database.read(
            """
            SELECT id
            FROM lot
            WHERE status = 'released' AND expires_on < (now() AT TIME ZONE 'UTC')::date
            ORDER BY expires_on, id
            LIMIT \(Self.batch)
            """
        )
        let ids: [ID<Lot>] = try rows.map { try $0.decode("id") }
        let outcomes = await self.committer.submit(
            ids.map { id in
                Submission(
                    instruction: Instruction(.expireLot(id), by: Self.actor, with: Authority()),
                    origin: .clock,
                    cause: nil,
                    patience: .now
                )
            }
        )
        for outcome in outcomes {
            switch outcome {
            case .done: LedgerMetrics.lotsExpired.increment()
            case .failed(let error): throw error
            // Held at the last moment, given another day, or expired by another expirer.
            case .refused, .premature, .answered, .clash: continue
            }
        }
        return ids.count
    }
}
