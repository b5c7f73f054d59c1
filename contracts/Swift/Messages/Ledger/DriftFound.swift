package import Kernel

/// A kept figure was not what follows from the journal, and was put right.
package struct DriftFound: Contract, Hashable {
    package static let type = "ledger.drift.found.v1"
    package static let destination = Destination.event(of: .ledger)

    package let driftId: ID<Drift>
    package let field: DriftField
    /// All zeros for fields that concern no single variant.
    package let variantId: ID<Variant>
    /// The place, or the warehouse whose figure it is; all zeros for `lot`.
    package let locationId: ID<Location>
    package let lotId: ID<Lot>?
    /// The document, lot or unit, for fields that concern one.
    package let subjectId: ID<DriftSubject>?
    /// For `dashboard-day`.
    package let day: CivilDate?
    /// What follows from the journal or the book of costs, and now stands there.
    package let expected: KeptFigure
    /// What stood there.
    package let found: KeptFigure
    package let foundAt: Timestamp

    package init(
        driftId: ID<Drift>,
        field: DriftField,
        variantId: ID<Variant>,
        locationId: ID<Location>,
        lotId: ID<Lot>?,
        subjectId: ID<DriftSubject>? = nil,
        day: CivilDate? = nil,
        expected: KeptFigure,
        found: KeptFigure,
        foundAt: Timestamp
    ) {
        self.driftId = driftId
        self.field = field
        self.variantId = variantId
        self.locationId = locationId
        self.lotId = lotId
        self.subjectId = subjectId
        self.day = day
        self.expected = expected
        self.found = found
        self.foundAt = foundAt
    }
}
