import Contracts
import Kernel
import TestSupport
import Testing

/// A variant that was made for one test.
struct Article: Sendable {
    let id: String
    let productID: String
    let sku: String
}

extension System {
    /// Makes a product with one variant that nothing else has.
    func article(tracking: JSONValue? = nil) async throws -> Article {
        let sku = Unique.sku()
        var variant: [String: JSONValue] = ["sku": .string(sku)]
        variant["tracking"] = tracking
        let draft: JSONValue = [
            "name": .string("Product of \(sku)"), "variants": [.object(variant)],
        ]
        let product = try await self.make("createProduct", json: draft)
        let variants = try product.json?["variants"]?.elements
        return Article(
            id: try #require(variants?.first?["id"]?.text),
            productID: try product.text("id"),
            sku: sku
        )
    }

    /// Makes an article of which there is something.
    func stockedArticle(
        _ quantity: Quantity = 10,
        at location: String = System.main
    ) async throws -> Article {
        let article = try await self.article()
        try await self.receive(quantity, of: article.sku, at: location)
        return article
    }

    /// - Returns: The entry.
    @discardableResult
    func receive(
        _ quantity: Quantity,
        of sku: String,
        at location: String = System.main
    ) async throws -> Answer {
        let draft: JSONValue = [
            "location": .string(location),
            "lines": [["sku": .string(sku), "quantity": .string(quantity.description)]],
        ]
        return try await self.make("postReceipt", json: draft)
    }

    /// A piece with a number of its own that was received.
    func serial() async throws -> String {
        let article = try await self.article(tracking: ["mode": "serial", "hasExpiry": false])
        let line: JSONValue = [
            "sku": .string(article.sku), "quantity": "1", "serials": [.string(Unique.word())],
        ]
        let draft: JSONValue = ["location": .string(System.main), "lines": [line]]
        _ = try await self.make("postReceipt", json: draft)
        let pieces = try await self.succeed(
            Call("listSerials", query: [("sku", article.sku)]),
            by: self.admin
        )
        return try #require(pieces.json?["items"]?.elements?.first?["id"]?.text)
    }

    /// What the ledger has of a SKU, over all warehouses.
    func level(of sku: String) async throws -> StockDocument {
        try await self.succeed(Call("getStock", ["sku": sku]), by: self.admin).decode()
    }
}

/// A part of what the ledger says of one SKU.
struct StockDocument: Decodable, Equatable {
    let onHand: Quantity
    let reserved: Quantity?
    let available: Quantity?
}
