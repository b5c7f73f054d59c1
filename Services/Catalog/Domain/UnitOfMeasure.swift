/// A unit in which things are counted or measured.
package struct UnitOfMeasure: Hashable, Sendable {
    package static let maximumNameCharacters = 200

    package let code: UnitCode
    package let name: String
    package let dimension: Dimension

    package init(code: UnitCode, name: String, dimension: Dimension) {
        self.code = code
        self.name = name
        self.dimension = dimension
    }
}
