package import Kernel

/// Lines were added to the book of costs; `GET /v1/cost-entries?after=` reads them.
package struct CostsPosted: Contract, Hashable {
    package static let type = "ledger.costs.posted.v1"
    package static let destination = Destination.event(of: .ledger)

    /// The number of the first of them; one more than ``last`` of the message before.
    package let first: Int64
    package let last: Int64
    /// How much more the stock is worth, by the other side of the lines, in order of their words.
    package let changes: [Change]
    package let currency: String
    /// Everything recorded up to then is costed.
    package let costedTo: Timestamp

    package init(
        first: Int64,
        last: Int64,
        changes: [Change],
        currency: String,
        costedTo: Timestamp
    ) {
        self.first = first
        self.last = last
        self.changes = changes
        self.currency = currency
        self.costedTo = costedTo
    }

    /// What the lines of one account come to.
    package struct Change: Codable, Hashable, Sendable {
        package let account: CostAccount
        /// In the currency of the book, to the millionth.
        package let value: String

        package init(account: CostAccount, value: String) {
            self.account = account
            self.value = value
        }
    }
}
