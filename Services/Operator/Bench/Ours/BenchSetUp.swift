import Contracts
import Kernel

/// Makes what the bench works on where it is missing; running it again changes nothing.
struct BenchSetUp: Sendable {
    let api: APIClient
    let console: Console

    func provide(variants: Int) async throws {
        for location in BenchCompany.locations {
            do {
                try await self.api.postOnceKnown(["v1", "locations"], location)
            } catch let failure as APIFailure where failure.problem?.knownCode == .alreadyExists {
                continue
            }
        }
        let skus = (1...variants).map(BenchCompany.sku)
        let present = try await StockReading(api: self.api, location: BenchCompany.warehouse)
            .onHand()
        guard !skus.allSatisfy({ present[$0] != nil }) else { return }
        let created = try await VariantSupply(api: self.api, console: self.console)
            .provide(skus.map { (sku: $0, name: "Bench item \($0.suffix(6))") })
        let opening = OpeningEntries(
            api: self.api,
            location: BenchCompany.warehouse,
            effectiveAt: .now
        )
        let opened = try await opening.provide(skus)
        try self.console.overwrite(with: "")
        try self.console.write("    \(created) variants and \(opened) stock levels are new")
    }
}
