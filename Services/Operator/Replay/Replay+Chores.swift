import FoundationEssentials
import Kernel

extension Replay {
    /// One of so many SKUs has lots, where there are chores with them.
    private static let oneLotted = 4

    /// The codes whose variants are to have lots, and the others.
    func divided(
        _ codes: [(sku: String, name: String)]
    ) -> (lotted: [(sku: String, name: String)], others: [(sku: String, name: String)]) {
        guard self.choreSeed != nil else { return ([], codes) }
        // What is there of a SKU is a hash of it: the same ones in every run.
        let isLotted = { OpeningStock.quantity(of: $0) % Self.oneLotted == 0 }
        return (codes.filter { isLotted($0.sku) }, codes.filter { !isLotted($0.sku) })
    }

    /// Makes what chores need; nothing where there are none to do.
    func prepareChores(_ lotted: Set<String>) async throws -> Chores? {
        guard let seed = self.choreSeed else { return nil }
        let places = ChorePlaces(shop: self.work.names.location)
        let goods = self.work.skus.map { Chore.Goods(sku: $0, isLotted: lotted.contains($0)) }
        let run = UUID().uuidString.lowercased()
        return try await self.timed("preparing chores") {
            try await Chores.prepare(
                ChorePlan(goods: goods, seed: seed, run: run),
                run: run,
                in: places,
                openingTime: self.openingTime,
                api: self.api,
                console: self.console
            )
        }
    }

    /// Compares all places of the chores and all costs, has the ledger verified, and says what differs.
    func prove(_ chores: ChoreProof) async throws -> Bool {
        let places = try await self.timed("comparing the stock of four places") {
            try await chores.stockDifferences()
        }
        let costs = try await self.timed("adding up the costs") {
            try await chores.costDifferences()
        }
        let ledger = try await self.timed("verifying what was sealed meanwhile") {
            try await chores.ledgerBefore.findings(in: self.api)
        }
        let isRight = places.isEmpty && costs.isEmpty && ledger.texts.isEmpty
        guard isRight else {
            let texts =
                places.map { place, difference in
                    "\(place) \(difference.sku): expected \(difference.expected), "
                        + "found \(difference.found)"
                } + costs + ledger.texts
            let more = texts.count - Self.shownDifferences
            try self.console.write(
                """
                stock: \(places.count) quantities and \(costs.count) costs DIFFER, \
                and \(ledger.texts.count) findings in the ledger
                \(texts.prefix(Self.shownDifferences).joined(separator: "\n"))\
                \(more > 0 ? "\n... and \(more) more" : "")
                """
            )
            return false
        }
        try self.console.write(
            """
            stock: four places have exactly what the file and the chores say, and the costs of \
            \(chores.book.skus.count) SKUs are those of what is there and the sums of their lines
            ledger: \(ledger.movements) movements are as they were sealed, and nothing had to be put right
            """
        )
        return true
    }
}
