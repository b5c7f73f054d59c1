package import Kernel

/// What one base unit of a variant weighs and measures, and how it wants to be stored.
package struct PhysicalData: Codable, Hashable, Sendable {
    package static let maximumGrams: Quantity = 999_999_999
    package static let maximumMillimetres = 1_000_000

    package var weightGrams: Quantity?
    package var lengthMillimetres: Int?
    package var widthMillimetres: Int?
    package var heightMillimetres: Int?
    package var temperatureClass: TemperatureClass?
    package var velocityClass: VelocityClass?
    package var isPerishable: Bool?
    package var isHazardous: Bool?

    package static let unknown = PhysicalData()

    package init(
        weightGrams: Quantity? = nil,
        lengthMillimetres: Int? = nil,
        widthMillimetres: Int? = nil,
        heightMillimetres: Int? = nil,
        temperatureClass: TemperatureClass? = nil,
        velocityClass: VelocityClass? = nil,
        isPerishable: Bool? = nil,
        isHazardous: Bool? = nil
    ) {
        self.weightGrams = weightGrams
        self.lengthMillimetres = lengthMillimetres
        self.widthMillimetres = widthMillimetres
        self.heightMillimetres = heightMillimetres
        self.temperatureClass = temperatureClass
        self.velocityClass = velocityClass
        self.isPerishable = isPerishable
        self.isHazardous = isHazardous
    }

    /// Notes every measure that is out of range.
    package func check(_ errors: inout FieldErrors) {
        if let weight = self.weightGrams,
            weight.isNegative || weight > PhysicalData.maximumGrams
        {
            let message = "must be from 0 to \(PhysicalData.maximumGrams) grams"
            errors.add(BrokenRule("range", message), at: "/physical/weightGrams")
        }
        let lengths = [
            ("lengthMillimetres", self.lengthMillimetres),
            ("widthMillimetres", self.widthMillimetres),
            ("heightMillimetres", self.heightMillimetres),
        ]
        let range = 1...PhysicalData.maximumMillimetres
        for case (let name, let length?) in lengths where !range.contains(length) {
            let message = "must be from 1 to \(PhysicalData.maximumMillimetres) millimetres"
            errors.add(BrokenRule("range", message), at: "/physical/\(name)")
        }
    }
}
