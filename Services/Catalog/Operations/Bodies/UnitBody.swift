import CatalogDomain
import Contracts

/// A unit as clients see it, and as they create it.
struct UnitBody: Codable, Sendable {
    let code: String
    let name: String
    let dimension: Dimension

    init(_ unit: UnitOfMeasure) {
        self.code = unit.code.rawValue
        self.name = unit.name
        self.dimension = unit.dimension
    }

    /// - Throws: ``CatalogError/invalid(_:)`` with every field that cannot be read.
    func unit() throws(CatalogError) -> UnitOfMeasure {
        var errors = FieldErrors()
        let code = errors.value(at: "/code") { () throws(BrokenRule) in try UnitCode(self.code) }
        let name = errors.value(at: "/name") { () throws(BrokenRule) in
            try Text.normalized(
                self.name,
                characters: 1...UnitOfMeasure.maximumNameCharacters
            )
        }
        try errors.check()
        return UnitOfMeasure(
            code: code ?? .each,
            name: name ?? self.name,
            dimension: self.dimension
        )
    }
}
