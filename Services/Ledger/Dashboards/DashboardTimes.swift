import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// The two times of a dashboard of the past, which is computed from the journal.
struct DashboardTimes: Sendable {
    /// What had happened by then counts.
    let asOf: Timestamp
    /// What had been recorded by then counts: no more than is costed, so that the answer never changes.
    let knownAt: Timestamp
    /// What has no other time than that of its record counts as it was then: the earlier of the two.
    let recorded: Timestamp
    /// What values are told in.
    let currency: String
    /// Whether it is known how old goods were.
    let hasAges: Bool
    /// Whether it is known what was promised.
    let hasPromises: Bool

    /// The times that a request asks for; `nil` where it asks for neither.
    ///
    /// - Parameter cursor: Of the page before, which knows what the first one knew.
    init?(
        _ request: OperationRequest,
        after cursor: PageCursor?,
        in transaction: borrowing Transaction
    ) throws {
        let asOf = try request.query.timestamp("asOf")
        let asked = try request.query.timestamp("knownAt")
        guard asOf != nil || asked != nil else { return nil }
        let costs = try CostPosition(transaction.execute(CostPosition.read)[0])
        self.knownAt =
            if let cursor {
                try cursor.key(1, Timestamp.init)
            } else {
                min(asked ?? costs.costedTo, costs.costedTo)
            }
        self.asOf = asOf ?? self.knownAt
        self.currency = costs.currency
        self.recorded = min(self.asOf, self.knownAt)
        self.hasAges = self.recorded >= costs.shiftsFrom ?? self.knownAt
        self.hasPromises = try transaction.execute(
            "SELECT \(fragment: StockTime.remembersPromises(at: self.recorded)) AS is_known"
        )[0].decode("is_known")
    }

    /// What happens from then on does not count.
    var end: Timestamp { self.asOf.advanced(by: .microseconds(1)) }

    /// How many keys a cursor has of a request: with the past, when it was known is one of them.
    static func keyCount(of request: OperationRequest) -> Int {
        request.query["asOf"] == nil && request.query["knownAt"] == nil ? 1 : 2
    }
}
