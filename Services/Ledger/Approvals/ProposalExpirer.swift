import Contracts
import CoreMetrics
import Kernel
import LedgerDomain
import Messaging
import Postgres
import ServiceKit

/// Ends proposals that nobody decided upon in time, by the clock of the database.
///
/// Several side by side share the work.
struct ProposalExpirer: PeriodicService {
    let description = "Proposal expirer"

    let database: PostgresPool
    var interval = ProposalLimits().interval

    /// Proposals that are ended at once.
    static let batch = 100

    private static let actor = Actor(kind: .service, name: ServiceName.ledger.rawValue)

    func work() async throws {
        while try await self.expire() == Self.batch {}
    }

    /// Ends what is over; returns how many there were.
    @discardableResult
    func expire() async throws -> Int {
        let count = try await self.database.withTransaction { transaction in
            let rows = try transaction.execute(ProposalStore.lockExpired(limit: Self.batch))
            for row in rows {
                var proposal = try StockProposal(row)
                try proposal.expire(by: Self.actor, at: try row.decode("now"))
                try transaction.execute(ProposalStore.save(proposal))
                try ProposalAnnouncement.tell(proposal, cause: nil, in: transaction)
            }
            return rows.count
        }
        if count > 0 { OutboxSignal.shared.notify() }
        return count
    }
}
