import Kernel

/// What the ledger says is on hand, over REST.
struct StockReading: Sendable {
    private struct Level: Decodable {
        let sku: String
        let onHand: Quantity
    }

    let api: APIClient
    /// The code of a warehouse.
    let location: String

    /// On hand by SKU, zeros among them where a SKU has been here.
    func onHand() async throws -> [String: Quantity] {
        try await self.onHand(by: "location")
    }

    /// On hand by SKU in the whole warehouse, with what is below it.
    func inAll() async throws -> [String: Quantity] {
        try await self.onHand(by: "locationTree")
    }

    private func onHand(by parameter: String) async throws -> [String: Quantity] {
        let levels = try await self.api.list(
            ["v1", "stock"],
            query: [(parameter, self.location), ("includeZero", "true")],
            of: Level.self
        )
        return Dictionary(levels.map { ($0.sku, $0.onHand) }, uniquingKeysWith: +)
    }
}
