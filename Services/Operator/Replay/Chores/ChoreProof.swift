import FoundationEssentials
import Kernel

/// Compares what a warehouse says after its chores with what was done there.
struct ChoreProof: Sendable {
    static let pause = Duration.seconds(1)

    let api: APIClient
    let places: ChorePlaces
    let book: ChoreBook
    /// What must be at a place without the chores, by SKU.
    let others: [String: [String: Quantity]]
    /// What is in each warehouse beside its two places, whatever chores did, by SKU.
    let elsewhere: [String: [String: Quantity]]
    let ledgerBefore: LedgerMark
    /// How long what follows the journal may take to be where it is: counts and costs.
    var patience = Duration.seconds(180)

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
            for (warehouse, bin) in self.places.warehouses {
                let found = try await StockReading(api: self.api, location: warehouse).inAll()
                let expected = [warehouse, bin].reduce(into: self.elsewhere[warehouse] ?? [:]) {
                    let there = self.book.expected(at: $1, without: self.others[$1] ?? [:])
                    $0.merge(there, uniquingKeysWith: +)
                }
                // Whatever chores left on a pallet or in a place of their own is there too many.
                differences += StockDifference.all(expected: expected, found: found)
                    .map { ("all of \(warehouse)", $0) }
            }
            return differences
        }
    }

    /// SKUs whose costs are not the sum of their lines, not those of what is there, or not those of their
    /// one price.
    func costDifferences() async throws -> [String] {
        try await self.untilNone {
            var differences: [String] = []
            for (warehouse, _) in self.places.warehouses {
                let reading = WarehouseReading(api: self.api, warehouse: warehouse)
                let kept = try await reading.kept()
                let onHand = try await StockReading(api: self.api, location: warehouse).inAll()
                for sku in self.book.skus.sorted() {
                    let sum = try await reading.addedUp(sku)
                    let worth = kept[sku] ?? WarehouseReading.Worth()
                    let text = self.difference(of: worth, sum, onHand[sku] ?? .zero, sku)
                    if let text { differences.append("\(warehouse) \(sku): \(text)") }
                }
            }
            return differences
        }
    }

    /// Why so much of a SKU cannot be worth this; `nil` where it can.
    private func difference(
        of worth: WarehouseReading.Worth,
        _ sum: WarehouseReading.Worth,
        _ onHand: Quantity,
        _ sku: String
    ) -> String? {
        guard sum == worth, worth.quantity == onHand else {
            return "\(onHand) there, \(worth.quantity) costed at \(worth.value), "
                + "lines come to \(sum.quantity) at \(sum.value)"
        }
        guard let price = self.book.prices[sku] else { return nil }
        let right = price * Decimal(onHand.tenThousandths) / 10_000
        return right == worth.value ? nil : "\(onHand) are worth \(right), not \(worth.value)"
    }

    /// Looks again while there is something and ``patience`` lasts.
    private func untilNone<Difference>(
        _ look: () async throws -> [Difference]
    ) async throws -> [Difference] {
        let deadline = ContinuousClock.now + self.patience
        while true {
            let differences = try await look()
            guard !differences.isEmpty, ContinuousClock.now < deadline else { return differences }
            try await Task.sleep(for: Self.pause)
        }
    }
}
