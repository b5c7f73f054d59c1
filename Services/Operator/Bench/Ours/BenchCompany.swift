import Contracts
import Foundation
import Kernel

/// The books in which the bench works: named after it, made once, and reused by every run.
///
/// Stock only grows, because nothing is ever taken out of the journal.
enum BenchCompany {
    static let warehouse = "BENCH"
    static let source = "bench"
    static let user = "bench"
    /// Two levels below the warehouse, into which goods are received.
    static let zones = 2
    static let binsPerZone = 4

    /// Parents before children.
    static let locations: [DemoLocation] = {
        var all = [DemoLocation(code: Self.warehouse, name: "Bench", kind: "warehouse")]
        for zone in 1...Self.zones {
            let code = "\(Self.warehouse)-\(zone)"
            all.append(
                DemoLocation(
                    code: code,
                    name: "Bench, zone \(zone)",
                    kind: "zone",
                    parent: Self.warehouse
                )
            )
            for bin in 1...Self.binsPerZone {
                all.append(
                    DemoLocation(
                        code: "\(code)-\(bin)",
                        name: "Bench, bin \(zone)-\(bin)",
                        kind: "bin",
                        parent: code
                    )
                )
            }
        }
        return all
    }()

    static let bins = Self.locations.filter { $0.kind == "bin" }.map(\.code)

    /// The SKU of a variant, from 1: `BENCH-000001`.
    static func sku(_ number: Int) -> String {
        let digits = String(number)
        return "BENCH-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    static func randomSKU(of variants: Int, _ generator: inout SeededGenerator) -> String {
        self.sku(Int.random(in: 1...variants, using: &generator))
    }
}
