package import Kernel

/// All conversions that hold at once.
///
/// Invariant: whatever way leads from one unit to another, the ratio is the same.
package struct UnitGraph: Sendable {
    private var conversions: [UnitCode: [UnitCode: ExactRatio]] = [:]

    package init() {}

    /// - Throws: Whatever ``set(_:)`` throws for one of them.
    package init(_ conversions: [UnitConversion]) throws(BrokenRule) {
        try self.set(conversions)
    }

    /// Sets one after the other.
    ///
    /// - Throws: Whatever ``set(_:)`` throws for one of them; those before it are set.
    package mutating func set(_ conversions: [UnitConversion]) throws(BrokenRule) {
        for conversion in conversions { try self.set(conversion) }
    }

    /// Adds a conversion, or replaces the one between the same two units.
    ///
    /// - Throws: ``BrokenRule`` `consistent-conversion` where another way between the two units
    ///   already says something else; nothing changes.
    package mutating func set(_ conversion: UnitConversion) throws(BrokenRule) {
        var changed = self
        changed.link(conversion.from, conversion.to, nil)
        if let known = changed.ratio(from: conversion.from, to: conversion.to),
            known != conversion.ratio
        {
            throw BrokenRule(
                "consistent-conversion",
                "one \(conversion.from) is already \(known) \(conversion.to) by other conversions"
            )
        }
        changed.link(conversion.from, conversion.to, conversion.ratio)
        self = changed
    }

    /// How many of one unit another is, over any number of steps; `nil` where none lead there.
    package func ratio(from: UnitCode, to: UnitCode) -> ExactRatio? {
        var known: [UnitCode: ExactRatio] = [from: .one]
        var waiting = [from]
        while let unit = waiting.popLast(), let ratio = known[unit] {
            if unit == to { return ratio }
            for (next, step) in self.conversions[unit] ?? [:] where known[next] == nil {
                guard let product = ratio.multiplied(by: step) else { continue }
                known[next] = product
                waiting.append(next)
            }
        }
        return nil
    }

    /// - Throws: ``BrokenRule`` `conversion-known` where nothing connects the units, and those of
    ///   ``ExactRatio/convert(_:)``.
    package func convert(
        _ quantity: Quantity,
        from: UnitCode,
        to: UnitCode
    ) throws(BrokenRule) -> Quantity {
        guard let ratio = self.ratio(from: from, to: to) else {
            throw BrokenRule("conversion-known", "no conversion leads from \(from) to \(to)")
        }
        return try ratio.convert(quantity)
    }

    private mutating func link(_ from: UnitCode, _ to: UnitCode, _ ratio: ExactRatio?) {
        self.conversions[from, default: [:]][to] = ratio
        self.conversions[to, default: [:]][from] = ratio?.inverse
    }
}
