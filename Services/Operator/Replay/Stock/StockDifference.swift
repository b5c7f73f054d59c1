import Kernel

/// A SKU of which the ledger does not have what the file says.
struct StockDifference: Hashable, Sendable {
    let sku: String
    let expected: Quantity
    let found: Quantity

    /// Compares SKU by SKU; one that is not there counts as zero.
    static func all(
        expected: [String: Quantity],
        found: [String: Quantity]
    ) -> [StockDifference] {
        Set(expected.keys).union(found.keys).sorted().compactMap { sku in
            let difference = StockDifference(
                sku: sku,
                expected: expected[sku] ?? .zero,
                found: found[sku] ?? .zero
            )
            return difference.expected == difference.found ? nil : difference
        }
    }
}
