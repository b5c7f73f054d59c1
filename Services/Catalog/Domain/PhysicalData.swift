package import Kernel

/// What one base unit of a variant weighs and measures, and how it wants to be stored.
package struct PhysicalData: Codable, Hashable, Sendable {
    /// In kilograms.
    package let weight: Quantity?
    /// In centimetres, like the width and the height.
    package let length: Quantity?
    package let width: Quantity?
    package let height: Quantity?
    package let temperatureClass: TemperatureClass
    package let velocityClass: VelocityClass?
    package let isPerishable: Bool

    package static let unknown = PhysicalData()

    package init(
        weight: Quantity? = nil,
        length: Quantity? = nil,
        width: Quantity? = nil,
        height: Quantity? = nil,
        temperatureClass: TemperatureClass = .ambient,
        velocityClass: VelocityClass? = nil,
        isPerishable: Bool = false
    ) {
        self.weight = weight
        self.length = length
        self.width = width
        self.height = height
        self.temperatureClass = temperatureClass
        self.velocityClass = velocityClass
        self.isPerishable = isPerishable
    }

    /// Every measure that is not above zero, each under its own name below `pointer`.
    package func check(at pointer: String, _ errors: inout FieldErrors) {
        let measures = [
            ("weight", self.weight), ("length", self.length), ("width", self.width),
            ("height", self.height),
        ]
        for case (let name, let measure?) in measures where !measure.isPositive {
            errors.add(
                BrokenRule("positive", "must be above zero"),
                at: "\(pointer)/\(name)"
            )
        }
    }
}
