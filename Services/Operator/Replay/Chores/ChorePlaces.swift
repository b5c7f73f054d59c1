import Kernel

/// Where chores are done: where the tills sell, and in a warehouse that they leave alone.
struct ChorePlaces: Hashable, Sendable {
    /// A warehouse whose tills may sell what it does not have.
    let shop: String

    /// A bin of the shop.
    var shelf: String { "\(self.shop)-SHELF" }
    /// A warehouse in which everything is there that the book says.
    var store: String { "\(self.shop)-STORE" }
    /// A bin of the store.
    var rack: String { "\(self.shop)-RACK" }

    var all: [String] { [self.shop, self.shelf, self.store, self.rack] }

    /// Both warehouses, each with its bin.
    var warehouses: [(warehouse: String, bin: String)] {
        [(self.shop, self.shelf), (self.store, self.rack)]
    }

    /// What is in all of the places, by place and SKU.
    func onHand(in api: APIClient) async throws -> [String: [String: Quantity]] {
        var onHand: [String: [String: Quantity]] = [:]
        for place in self.all {
            onHand[place] = try await StockReading(api: api, location: place).onHand()
        }
        return onHand
    }

    /// What has to be there besides the shop.
    var locations: [DemoLocation] {
        [
            DemoLocation(code: self.shelf, name: "Shelf", kind: "bin", parent: self.shop),
            DemoLocation(code: self.store, name: "Storehouse", kind: "warehouse"),
            DemoLocation(code: self.rack, name: "Rack", kind: "bin", parent: self.store),
        ]
    }
}
