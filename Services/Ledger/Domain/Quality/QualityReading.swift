package import Contracts

/// What was found out about one characteristic.
package struct QualityReading: Hashable, Sendable, Codable {
    package let characteristic: String
    /// What was measured.
    package let value: MeasuredValue?
    /// Whether an attribute is as it should be.
    package let passed: Bool?
    package let note: String?

    package init(
        _ characteristic: String,
        value: MeasuredValue? = nil,
        passed: Bool? = nil,
        note: String? = nil
    ) {
        self.characteristic = characteristic
        self.value = value
        self.passed = passed
        self.note = note
    }
}

/// A reading, and whether it is within the limits of the plan.
package struct JudgedReading: Hashable, Sendable {
    package let reading: QualityReading
    package let isWithin: Bool

    package init(reading: QualityReading, isWithin: Bool) {
        self.reading = reading
        self.isWithin = isWithin
    }
}

/// Why readings cannot be judged.
package struct ReadingFault: Hashable, Sendable {
    package let kind: Kind
    /// The place of the reading; `nil` for one that is missing.
    package let reading: Int?

    package init(_ kind: Kind, reading: Int?) {
        self.kind = kind
        self.reading = reading
    }

    /// What is wrong with a reading, or with all of them.
    package enum Kind: Hashable, Sendable {
        /// The plan has no such characteristic.
        case unknown
        case repeated
        /// A characteristic is measured, and there is no value.
        case valueMissing
        case notAnAttribute
        /// An attribute needs a yes or a no.
        case verdictMissing
        case notMeasured
        /// Of that characteristic, which the plan requires.
        case missing(String)
    }
}
