import Contracts
import CoreMetrics
import Kernel
import LedgerDomain
import Messaging
import Postgres
import ServiceKit

/// Promises stock that came to those who wait for it: the highest priority first, then the oldest.
///
/// Only picks candidates itself; each goes through the committer, which looks again under the locks,
/// so that several side by side promise nothing twice.
struct BackorderFiller: PeriodicService {
    let description = "Backorder filler"

    let committer: GroupCommitter
    let database: PostgresPool
    var interval = Duration.seconds(1)

    /// Reservations that are picked at once.
    static let batch = 100

    private static let actor = Actor(kind: .service, name: ServiceName.ledger.rawValue)

    func work() async throws {
        // Of those that were picked each gets something, or has lost it to another.
        while try await self.fill() > 0 {}
    }

    /// Who waits for what is there, in the order in which they get it.
    static let candidates: SQL = """
        SELECT reservation.id
        FROM reservation_line AS line
        JOIN reservation ON reservation.id = line.reservation AND reservation.state = 'pending'
            AND (reservation.expires_at IS NULL OR reservation.expires_at > now())
        JOIN availability ON availability.variant = line.variant
            AND availability.warehouse = reservation.warehouse
            AND availability.on_hand - availability.withheld > availability.reserved
        WHERE line.backordered > 0
        GROUP BY reservation.id
        ORDER BY reservation.priority DESC, reservation.created_at, reservation.id
        LIMIT \(Self.batch)
        """

    /// Promises what there is to those who wait; returns how many got something.
    @discardableResult
    func fill() async throws -> Int {
        let rows = try await self.database.read(Self.candidates)
        let ids: [ID<Reservation>] = try rows.map { try $0.decode("id") }
        let outcomes = await self.committer.submit(
            ids.map { id in
                Submission(
                    instruction: Instruction(.fill(id), by: Self.actor, with: Authority()),
                    origin: .clock,
                    cause: nil,
                    patience: .now
                )
            }
        )
        var filled = 0
        for outcome in outcomes {
            switch outcome {
            case .done:
                filled += 1
                LedgerMetrics.filled.increment()
            case .failed(let error): throw error
            // Given up at the last moment, or somebody else had a better claim.
            case .refused, .premature, .answered, .clash: continue
            }
        }
        return filled
    }
}
