import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Tells the house of lines that were added to the book of costs.
enum CostAnnouncement {
    /// What orders these messages among each other.
    static let subject = "costs"

    static func tell(
        _ lines: [CostLine],
        upTo position: CostPosition,
        in transaction: borrowing Transaction
    ) throws {
        guard let first = lines.first, let last = lines.last else { return }
        let sums = lines.reduce(into: [CostAccount: CostSum]()) { sums, line in
            sums[line.account, default: CostSum()] += line.value
        }
        try Outbox.append(
            CostsPosted(
                first: first.number,
                last: last.number,
                changes: sums.map { .init(account: $0.key, value: $0.value.description) }
                    .sorted { $0.account.rawValue < $1.account.rawValue },
                currency: position.currency,
                costedTo: position.costedTo
            ),
            subject: self.subject,
            version: last.number,
            in: transaction
        )
    }
}
