/// One thing that is looked at in an inspection, and what it has to be.
package struct InspectionCharacteristic: Codable, Hashable, Sendable {
    /// Unique in its plan.
    package let name: String
    package let kind: CharacteristicKind
    /// What is measured in.
    package let unit: String?
    /// The least that is within the limits; `nil` where nothing is too little.
    package let minimum: MeasuredValue?
    /// The most that is within the limits.
    package let maximum: MeasuredValue?
    /// Whether it has to be looked at, and decides; what is not required is recorded and judged.
    package let required: Bool

    package static let nameLength = TextLength(1...100)
    package static let unitLength = TextLength(1...32)

    package init(
        name: String,
        kind: CharacteristicKind,
        unit: String? = nil,
        minimum: MeasuredValue? = nil,
        maximum: MeasuredValue? = nil,
        required: Bool = true
    ) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.minimum = minimum
        self.maximum = maximum
        self.required = required
    }
}
