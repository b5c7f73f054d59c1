import Contracts
import Kernel
import Postgres

/// A kept figure that is another one than what follows from the journal or the book of costs.
struct FoundDrift: Hashable, Sendable {
    let field: DriftField
    let variant: ID<Variant>
    /// The place, or the warehouse whose figure it is.
    let location: ID<Location>
    let lot: ID<Lot>?
    /// In ten-thousandths of a quantity or number, or millionths of a value.
    let expectedUnits: Int64
    let foundUnits: Int64

    var expected: KeptFigure { KeptFigure(units: self.expectedUnits, isValue: self.field.isValue) }
    var found: KeptFigure { KeptFigure(units: self.foundUnits, isValue: self.field.isValue) }

    init(
        _ field: DriftField,
        of variant: ID<Variant>,
        at location: ID<Location>,
        expected: Int64,
        found: Int64
    ) {
        self.field = field
        self.variant = variant
        self.location = location
        self.lot = nil
        self.expectedUnits = expected
        self.foundUnits = found
    }

    /// - Parameter row: As ``StockComparison`` and ``CostComparison`` make them.
    init(_ row: Row) throws {
        self.field = try row.word("field")
        self.variant = try row.decode("variant")
        self.location = try row.decode("location")
        self.lot = try row.decode("lot", as: ID<Lot>?.self)?.named
        self.expectedUnits = try row.decode("expected")
        self.foundUnits = try row.decode("found")
    }
}
