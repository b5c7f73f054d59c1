package import Contracts
package import Kernel

/// The wish to record what somebody found out about a lot.
package struct InspectionRequest: Hashable, Sendable {
    package let id: ID<Inspection>
    package let lot: ID<Lot>
    /// The plan that the inspector had before them; `nil` for whichever is in force.
    package let plan: ID<InspectionPlan>?
    package let readings: [QualityReading]
    package let circumstances: InspectionCircumstances
    /// The mistaken inspection whose place this one takes.
    package let supersedes: ID<Inspection>?
    /// `nil` for now.
    package let performedAt: Timestamp?

    package init(
        id: ID<Inspection>,
        lot: ID<Lot>,
        plan: ID<InspectionPlan>? = nil,
        readings: [QualityReading],
        circumstances: InspectionCircumstances = InspectionCircumstances(),
        supersedes: ID<Inspection>? = nil,
        performedAt: Timestamp? = nil
    ) {
        self.id = id
        self.lot = lot
        self.plan = plan
        self.readings = readings
        self.circumstances = circumstances
        self.supersedes = supersedes
        self.performedAt = performedAt
    }
}

/// Where and with what a lot was inspected.
package struct InspectionCircumstances: Hashable, Sendable {
    package let location: LocationName?
    /// How much of the lot was looked at, in base units.
    package let sampled: Quantity?
    package let instrument: String?
    /// Where the report of a laboratory is kept.
    package let certificate: String?
    package let note: String?

    package init(
        location: LocationName? = nil,
        sampled: Quantity? = nil,
        instrument: String? = nil,
        certificate: String? = nil,
        note: String? = nil
    ) {
        self.location = location
        self.sampled = sampled
        self.instrument = instrument
        self.certificate = certificate
        self.note = note
    }
}

/// An inspection as it was recorded: never changed, but others may take its place or concede it.
package struct LotInspection: Hashable, Sendable {
    package let id: ID<Inspection>
    package let lot: ID<Lot>
    package let plan: ID<InspectionPlan>
    package let verdict: InspectionVerdict
    package let actor: Actor
    /// What another one says instead.
    package internal(set) var supersededBy: ID<Inspection>?
    package internal(set) var isConceded: Bool

    package init(
        id: ID<Inspection>,
        lot: ID<Lot>,
        plan: ID<InspectionPlan>,
        verdict: InspectionVerdict,
        actor: Actor,
        supersededBy: ID<Inspection>? = nil,
        isConceded: Bool = false
    ) {
        self.id = id
        self.lot = lot
        self.plan = plan
        self.verdict = verdict
        self.actor = actor
        self.supersededBy = supersededBy
        self.isConceded = isConceded
    }

    /// Whether it speaks for the lot.
    var isPass: Bool { self.verdict == .accepted || self.isConceded }
}

/// How the inspections of a lot stand that no other one took the place of.
package struct InspectionTally: Hashable, Sendable {
    /// Those that speak for the lot, conceded ones among them.
    package private(set) var passed: Int64
    /// Those that speak against it.
    package private(set) var failed: Int64

    package init(passed: Int64 = 0, failed: Int64 = 0) {
        self.passed = passed
        self.failed = failed
    }

    mutating func count(_ inspection: LotInspection, _ change: Int64 = 1) {
        if inspection.isPass { self.passed += change } else { self.failed += change }
    }
}

/// What one command recorded about the quality of a lot.
package struct RecordedInspection: Hashable, Sendable {
    package let request: InspectionRequest
    package let inspection: LotInspection
    package let readings: [JudgedReading]
    /// Where the lot was inspected.
    package let location: ID<Location>?
    package let performedAt: Timestamp

    package var failed: [String] {
        self.readings.filter { !$0.isWithin }.map(\.reading.characteristic)
    }
}

/// The wish to release a lot in spite of an inspection that rejected it.
package struct ConcessionRequest: Hashable, Sendable {
    package let inspection: ID<Inspection>
    package let reason: String

    package init(_ inspection: ID<Inspection>, reason: String) {
        self.inspection = inspection
        self.reason = reason
    }
}

/// Somebody answers for a lot that an inspection rejected.
package struct RecordedConcession: Hashable, Sendable {
    package let inspection: LotInspection
    package let reason: String
    package let actor: Actor
}
