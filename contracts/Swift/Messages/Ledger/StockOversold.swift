package import Kernel

/// A till sold more than the book held: somebody should count.
///
/// One message for an entry and not one for each line, because a shop whose receipts come late
/// oversells most of what it sells.
package struct StockOversold: Contract, Hashable {
    package static let type = "ledger.stock.oversold.v2"
    package static let destination = Destination.event(of: .ledger)

    /// The entry that took the balances below zero, or further below it.
    package let entryId: ID<Entry>
    package let reference: Reference?
    /// When it was sold.
    package let effectiveAt: Timestamp
    /// At least one, in order of variant, location, lot.
    package let balances: [OversoldBalance]

    package init(
        entryId: ID<Entry>,
        reference: Reference? = nil,
        effectiveAt: Timestamp,
        balances: [OversoldBalance]
    ) {
        self.entryId = entryId
        self.reference = reference
        self.effectiveAt = effectiveAt
        self.balances = balances
    }
}
