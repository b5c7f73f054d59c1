import Kernel

/// Compares what a warehouse says after its chores with what was done there.
struct ChoreProof: Sendable {
    /// How long what follows the journal may take to be where it is: counts and costs.
    static let patience = Duration.seconds(180)
    static let pause = Duration.seconds(1)

    let api: APIClient
    let places: ChorePlaces
    let book: ChoreBook
    /// What must be at a place without the chores, by SKU.
    let others: [String: [String: Quantity]]

    /// What is elsewhere than it should be, each with its place.
    func stockDifferences() async throws -> [(place: String, difference: StockDifference)] {
        try await self.untilNone {
            var differences: [(place: String, difference: StockDifference)] = []
            for place in self.places.all {
                let expected = self.book.expected(at: place, without: self.others[place] ?? [:])
                let found = try await StockReading(api: self.api, location: place).onHand()
                differences += StockDifference.all(expected: expected, found: found)
                    .map { (place, $0) }
            }
            return differences
        }
    }

    /// SKUs whose costs are not the sum of their lines, or not those of what is there.
    func costDifferences() async throws -> [String] {
        try await self.untilNone {
            var differences: [String] = []
            let warehouses = [
                (self.places.shop, self.places.shelf), (self.places.store, self.places.rack),
            ]
            for (warehouse, bin) in warehouses {
                let reading = WarehouseReading(api: self.api, warehouse: warehouse)
                let kept = try await reading.kept()
                var onHand = try await StockReading(api: self.api, location: warehouse).onHand()
                let inBin = try await StockReading(api: self.api, location: bin).onHand()
                onHand.merge(inBin, uniquingKeysWith: +)
                for sku in self.book.skus.sorted() {
                    let sum = try await reading.addedUp(sku)
                    let worth = kept[sku] ?? WarehouseReading.Worth()
                    guard sum != worth || worth.quantity != onHand[sku] ?? .zero else { continue }
                    differences.append(
                        "\(warehouse) \(sku): \(onHand[sku] ?? .zero) there, "
                            + "\(worth.quantity) costed at \(worth.value), "
                            + "lines come to \(sum.quantity) at \(sum.value)"
                    )
                }
            }
            return differences
        }
    }

    /// Looks again while there is something and ``patience`` lasts.
    private func untilNone<Difference>(
        _ look: () async throws -> [Difference]
    ) async throws -> [Difference] {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let differences = try await look()
            guard !differences.isEmpty, ContinuousClock.now < deadline else { return differences }
            try await Task.sleep(for: Self.pause)
        }
    }
}
