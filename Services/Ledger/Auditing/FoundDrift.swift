import Contracts
import Kernel
import Postgres

/// A kept figure that is another one than what follows from the journal.
struct FoundDrift: Hashable, Sendable {
    let field: DriftField
    let variant: ID<Variant>
    /// The place, or the warehouse whose figure it is.
    let location: ID<Location>
    let lot: ID<Lot>?
    let expected: Quantity
    let found: Quantity

    /// - Parameter row: As ``StockComparison`` makes them.
    init(_ row: Row) throws {
        self.field = try row.word("field")
        self.variant = try row.decode("variant")
        self.location = try row.decode("location")
        self.lot = try row.decode("lot", as: ID<Lot>?.self)?.named
        self.expected = try row.decode("expected")
        self.found = try row.decode("found")
    }
}
