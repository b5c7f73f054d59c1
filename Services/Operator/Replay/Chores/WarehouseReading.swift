import FoundationEssentials
import Kernel

/// What the ledger says of a warehouse, over REST: how much is there, and what that is worth.
struct WarehouseReading: Sendable {
    /// So much of a SKU, worth so much.
    struct Worth: Hashable, Sendable {
        var quantity: Quantity = .zero
        var value: Decimal = 0
    }

    private struct Valued: Decodable {
        let sku: String
        let quantity: Quantity
        let value: String
    }

    private struct Line: Decodable {
        let location: String
        let quantity: Quantity
        let value: String
    }

    let api: APIClient
    /// The code of the warehouse.
    let warehouse: String

    /// What the book of costs keeps of each SKU.
    func kept() async throws -> [String: Worth] {
        let groups = try await self.api.list(
            ["v1", "valuation"],
            query: [("by", "variant"), ("location", self.warehouse)],
            of: Valued.self
        )
        let worths = groups.map { group in
            (group.sku, Worth(quantity: group.quantity, value: Self.decimal(group.value)))
        }
        return Dictionary(worths) {
            Worth(quantity: $0.quantity + $1.quantity, value: $0.value + $1.value)
        }
    }

    /// What the lines of the book of costs of a SKU come to.
    func addedUp(_ sku: String) async throws -> Worth {
        let lines = try await self.api.list(
            ["v1", "cost-entries"],
            query: [("sku", sku)],
            of: Line.self
        )
        return lines.filter { $0.location == self.warehouse }.reduce(into: Worth()) { sum, line in
            sum.quantity += line.quantity
            sum.value += Self.decimal(line.value)
        }
    }

    /// - Parameter text: A value of the contract, which is a decimal.
    private static func decimal(_ text: String) -> Decimal {
        Decimal(string: text) ?? .nan
    }
}
