import CatalogDomain
import Contracts
import Kernel

/// A conversion as clients see it, and as they set it.
struct UnitConversionBody: Codable, Sendable {
    static let maximumTerm: Int64 = 1_000_000_000

    let from: String
    let to: String
    let numerator: Int64
    let denominator: Int64
    let variantId: ID<Variant>?

    init(_ scoped: ScopedConversion) {
        self.from = scoped.conversion.from.rawValue
        self.to = scoped.conversion.to.rawValue
        self.numerator = scoped.conversion.ratio.numerator
        self.denominator = scoped.conversion.ratio.denominator
        self.variantId = scoped.variantId
    }

    /// - Throws: ``CatalogError/invalid(_:)`` with every field that cannot be read.
    func conversion() throws(CatalogError) -> ScopedConversion {
        var errors = FieldErrors()
        let from = errors.value(at: "/from") { () throws(BrokenRule) in try UnitCode(self.from) }
        let to = errors.value(at: "/to") { () throws(BrokenRule) in try UnitCode(self.to) }
        let terms = [("numerator", self.numerator), ("denominator", self.denominator)]
        for (name, term) in terms where !(1...Self.maximumTerm).contains(term) {
            let message = "must be from 1 to \(Self.maximumTerm)"
            errors.add(BrokenRule("range", message), at: "/\(name)")
        }
        try errors.check()
        let conversion = errors.value(at: "/to") { () throws(BrokenRule) in
            try UnitConversion(
                from: from ?? .each,
                to: to ?? .each,
                ratio: ExactRatio(self.numerator, self.denominator)
            )
        }
        try errors.check()
        guard let conversion else { preconditionFailure("what is missing was noted as an error") }
        return ScopedConversion(variantId: self.variantId, conversion: conversion)
    }
}
