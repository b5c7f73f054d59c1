import CatalogDomain
import Contracts
import Kernel
import Postgres

/// Adds units and sets conversions, all of which must agree, in the transaction of the caller.
enum UnitRegister {
    static func create(_ unit: UnitOfMeasure, in transaction: borrowing Transaction) throws {
        try UnitStore.lockAll(in: transaction)
        guard try UnitStore.count(in: transaction) < UnitStore.maximumUnits else {
            throw CatalogError.wrongState("there are at most \(UnitStore.maximumUnits) units")
        }
        try UnitStore.insert(unit, in: transaction)
    }

    /// - Throws: ``CatalogError``; nothing changes.
    static func set(_ scoped: ScopedConversion, in transaction: borrowing Transaction) throws {
        try UnitStore.lockAll(in: transaction)
        let limit = UnitConversionStore.maximumConversions
        guard try UnitConversionStore.count(in: transaction) < limit else {
            throw CatalogError.wrongState("there are at most \(limit) conversions")
        }
        try self.checkUnits(of: scoped, in: transaction)
        try self.checkAgreement(of: scoped, in: transaction)
        try UnitConversionStore.save(scoped, in: transaction)
    }

    private static func checkUnits(
        of scoped: ScopedConversion,
        in transaction: borrowing Transaction
    ) throws {
        var errors = FieldErrors()
        let from = try UnitStore.find(scoped.conversion.from, in: transaction)
        let to = try UnitStore.find(scoped.conversion.to, in: transaction)
        let missing = BrokenRule("exists", "there is no such unit")
        if from == nil { errors.add(missing, at: "/from") }
        if to == nil { errors.add(missing, at: "/to") }
        if let variant = scoped.variantId,
            try VariantStore.find(variant, in: transaction) == nil
        {
            errors.add(BrokenRule("exists", "there is no such variant"), at: "/variantId")
        }
        try errors.check()
        guard let from, let to, scoped.variantId == nil, from.dimension != to.dimension else {
            return
        }
        throw CatalogError.wrongState(
            """
            \(from.code) measures \(from.dimension.rawValue) and \(to.code) \
            \(to.dimension.rawValue): they convert only for one variant
            """
        )
    }

    /// Checks the change against the conversions for every variant, and for each variant that has
    /// some of its own.
    private static func checkAgreement(
        of scoped: ScopedConversion,
        in transaction: borrowing Transaction
    ) throws {
        let all = try UnitConversionStore.all(in: transaction)
        let general = all.filter { $0.variantId == nil }.map(\.conversion)
        let own = Dictionary(grouping: all.filter { $0.variantId != nil }, by: \.variantId)
        do {
            var graph = try UnitGraph(general)
            if let variantId = scoped.variantId {
                try graph.set(own[variantId, default: []].map(\.conversion))
                try graph.set(scoped.conversion)
                return
            }
            try graph.set(scoped.conversion)
            for conversions in own.values {
                var ofVariant = graph
                try ofVariant.set(conversions.map(\.conversion))
            }
        } catch {
            throw CatalogError.invalid([
                FieldError(pointer: "/numerator", rule: error.rule, message: error.message)
            ])
        }
    }
}
