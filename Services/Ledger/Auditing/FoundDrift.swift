import Contracts
import Kernel
import Postgres

/// A kept figure that is another one than what follows from the journal or the book of costs.
struct FoundDrift: Hashable, Sendable {
    let field: DriftField
    let variant: ID<Variant>
    /// The place, or the warehouse whose figure it is; all zeros for what is at none.
    let location: ID<Location>
    let lot: ID<Lot>?
    /// The document, lot or unit whose row it is; `nil` for figures of stock.
    let subject: ID<DriftSubject>?
    /// Of the figures of dashboards.
    let day: CivilDate?
    /// In ten-thousandths of a quantity or number, or millionths of a value.
    let expectedUnits: Int64
    let foundUnits: Int64

    var expected: KeptFigure { KeptFigure(units: self.expectedUnits, isValue: self.field.isValue) }
    var found: KeptFigure { KeptFigure(units: self.foundUnits, isValue: self.field.isValue) }

    init(
        _ field: DriftField,
        of variant: ID<Variant>,
        at location: ID<Location>,
        subject: ID<DriftSubject>? = nil,
        day: CivilDate? = nil,
        expected: Int64,
        found: Int64
    ) {
        self.field = field
        self.variant = variant
        self.location = location
        self.lot = nil
        self.subject = subject
        self.day = day
        self.expectedUnits = expected
        self.foundUnits = found
    }

    /// - Parameters:
    ///   - row: As ``StockComparison``, ``CostComparison``, ``PromiseComparison`` and ``LotComparison``
    ///     make them.
    ///   - subject: What else the row names.
    init(_ row: Row, of subject: ID<DriftSubject>? = nil) throws {
        self.subject = subject
        self.day = nil
        self.field = try row.word("field")
        self.variant = try row.decode("variant")
        self.location = try row.decode("location")
        self.lot = try row.decode("lot", as: ID<Lot>?.self)?.named
        self.expectedUnits = try row.decode("expected")
        self.foundUnits = try row.decode("found")
    }
}
