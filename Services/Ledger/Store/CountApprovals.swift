import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Postgres

/// Who approved counts and did not count themselves; people before programs, and the last of them.
struct CountApprovals: Sendable {
    private let approvers: [ID<CountResult>: Actor]

    init(of results: [ID<CountResult>], in transaction: borrowing Transaction) throws {
        let rows = try transaction.execute(
            """
            SELECT DISTINCT ON (result.id) result.id, change.actor_kind, change.actor_id,
                change.actor_name
            FROM count_result AS result
            JOIN count_line AS line ON line.id = result.line
            JOIN stock_count ON stock_count.id = line.count
            JOIN count_change AS change ON change.count = line.count
                AND change.action = 'approve'
                AND change.actor_id = ANY (stock_count.approvers)
            WHERE result.id = ANY (\(results)) AND change.actor_id <> ALL (line.counters)
            ORDER BY result.id, change.actor_kind <> 'user', change.version DESC
            """
        )
        self.approvers = try rows.reduce(into: [:]) { approvers, row in
            approvers[try row.decode("id")] = try Actor(row)
        }
    }

    /// What says that the entry of a result may be made; `nil` where only those who counted say so.
    func approval(of result: ID<CountResult>) -> Approval? {
        self.approvers[result].map { approver in
            Approval(entry: .make(), by: approver, with: .countApprove)
        }
    }
}
