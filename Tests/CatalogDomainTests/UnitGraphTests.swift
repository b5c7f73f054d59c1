import CatalogDomain
import Kernel
import Testing

struct UnitGraphTests {
    @Test func `conversions chain in both directions`() throws {
        let graph = try UnitGraph([
            Self.conversion("box", 12, 1, "each"), Self.conversion("pallet", 40, 1, "box"),
        ])
        #expect(try graph.convert(2, from: UnitCode("pallet"), to: .each) == 960)
        #expect(try graph.convert(480, from: .each, to: UnitCode("pallet")) == 1)
        #expect(throws: BrokenRule.self) {
            try graph.convert(1, from: .each, to: UnitCode("pallet"))
        }
        #expect(graph.ratio(from: .each, to: .each) == .one)
    }

    @Test func `units without a way between them have no conversion`() throws {
        let graph = try UnitGraph([Self.conversion("g", 1, 1_000, "kg")])
        let error = #expect(throws: BrokenRule.self) {
            try graph.convert(1, from: UnitCode("kg"), to: .each)
        }
        #expect(error?.rule == "conversion-known")
    }

    @Test func `a conversion that contradicts others is refused and changes nothing`() throws {
        var graph = try UnitGraph([
            Self.conversion("box", 12, 1, "each"), Self.conversion("pallet", 40, 1, "box"),
        ])
        let error = #expect(throws: BrokenRule.self) {
            try graph.set(Self.conversion("pallet", 481, 1, "each"))
        }
        #expect(error?.rule == "consistent-conversion")
        try graph.set(Self.conversion("each", 1, 480, "pallet"))
        #expect(try graph.convert(1, from: UnitCode("pallet"), to: .each) == 480)
    }

    @Test func `setting the same two units again replaces what was said`() throws {
        var graph = try UnitGraph([Self.conversion("box", 12, 1, "each")])
        try graph.set(Self.conversion("box", 10, 1, "each"))
        #expect(try graph.convert(1, from: UnitCode("box"), to: .each) == 10)
    }

    @Test func `every way between two units says the same`() throws {
        var random = SeededGenerator(seed: 21)
        let units = try (0..<8).map { try UnitCode("u\($0)") }
        for _ in 0..<200 {
            var graph = UnitGraph()
            var accepted: [UnitConversion] = []
            for _ in 0..<20 {
                guard let from = units.randomElement(using: &random),
                    let to = units.filter({ $0 != from }).randomElement(using: &random)
                else { continue }
                let ratio = try ExactRatio(
                    Int64.random(in: 1...6, using: &random),
                    Int64.random(in: 1...6, using: &random)
                )
                let conversion = try UnitConversion(from: from, to: to, ratio: ratio)
                do {
                    try graph.set(conversion)
                    accepted.removeAll { Set([$0.from, $0.to]) == [from, to] }
                    accepted.append(conversion)
                } catch {
                    #expect(error.rule == "consistent-conversion")
                }
            }
            for conversion in accepted {
                #expect(graph.ratio(from: conversion.from, to: conversion.to) == conversion.ratio)
            }
        }
    }

    private static func conversion(
        _ from: String,
        _ numerator: Int64,
        _ denominator: Int64,
        _ to: String
    ) throws -> UnitConversion {
        try UnitConversion(
            from: UnitCode(from),
            to: UnitCode(to),
            ratio: ExactRatio(numerator, denominator)
        )
    }
}
