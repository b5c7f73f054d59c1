import Contracts
import TestSupport
import Testing

@testable import Catalog

@Suite(.requiresPostgres) struct ProductOperationTests {
    @Test func `a product comes with its variants, all or none`() async throws {
        try await withCatalog { catalog in
            let made = try await catalog.ask(
                "createProduct",
                body: """
                    {"name": "T-light holder", "brand": "Acme", "itemType": "merchandise",
                     "variants": [
                        {"sku": "85123A", "name": "White", "attributes": {"colour": "white"},
                         "barcodes": [{"code": "6291041500213", "packQuantity": "12"}]},
                        {"sku": "85123a"}]}
                    """
            )
            #expect(made.status == 201)
            #expect(made["variants"].items.map { $0["sku"].text } == ["85123A", "85123a"])
            #expect(made["variants"][0]["barcodes"][0]["format"].text == "gtin-13")
            #expect(made["variants"][1]["name"].text == "T-light holder")
            let refused = try await catalog.ask(
                "createProduct",
                body: #"{"name": "Other", "variants": [{"sku": "NEW"}, {"sku": "85123A"}]}"#
            )
            #expect(refused.status == 409)
            #expect(refused.errors == ["/variants/1/sku already-exists"])
            #expect(try await catalog.count("product") == 1)
            #expect(try await catalog.count("variant") == 2)
        }
    }

    @Test func `every broken rule of a variant is named within the product`() async throws {
        try await withCatalog { catalog in
            let refused = try await catalog.ask(
                "createProduct",
                body: """
                    {"name": "Lamp", "variants": [{"sku": " ", "baseUnit": "?",
                     "barcodes": [{"code": "6291041500214"}]}]}
                    """
            )
            #expect(refused.status == 422)
            #expect(
                refused.errors == [
                    "/variants/0/sku required", "/variants/0/baseUnit unit-code",
                    "/variants/0/barcodes/0/code check-digit",
                ]
            )
            #expect(try await catalog.count("product") == 0)
        }
    }

    @Test func `renaming a product tells of every variant, other changes do not`() async throws {
        try await withCatalog { catalog in
            let variant = try await catalog.makeVariant("A")
            let product = try #require(
                try await catalog.ask("getVariant", path: ["variantId": variant])["productId"].text
            )
            let described = try await catalog.ask(
                "updateProduct",
                path: ["productId": product],
                headers: ["if-match": "\"1\""],
                body: #"{"description": "Glass", "attributes": {"watts": 40}}"#
            )
            #expect(described["description"].text == "Glass")
            #expect(try await catalog.events(of: variant).map(\.version) == [1])
            let renamed = try await catalog.ask(
                "updateProduct",
                path: ["productId": product],
                headers: ["if-match": "\"2\""],
                body: #"{"name": "Lantern", "description": null}"#
            )
            #expect(renamed["name"].text == "Lantern")
            #expect(renamed["description"].value == nil)
            #expect(renamed["variants"][0]["version"].integer == 2)
            #expect(try await catalog.events(of: variant).map(\.version) == [1, 2])
            let found = try await catalog.ask("listVariants", query: ["q": "lanter"])
            #expect(found["items"].items.count == 1)
        }
    }

    @Test func `retiring a product retires its variants and stops new ones`() async throws {
        try await withCatalog { catalog in
            let variant = try await catalog.makeVariant("A")
            let product = try #require(
                try await catalog.ask("getVariant", path: ["variantId": variant])["productId"].text
            )
            let retired = try await catalog.ask("retireProduct", path: ["productId": product])
            #expect(retired["status"].text == "retired")
            #expect(retired["variants"][0]["status"].text == "retired")
            _ = try await catalog.ask("retireProduct", path: ["productId": product])
            #expect(try await catalog.events(of: variant).map(\.version) == [1, 2])
            let late = try await catalog.ask(
                "createVariant",
                body: #"{"productId": "\#(product)", "sku": "B"}"#
            )
            #expect(late.status == 409)
            #expect(late.code == "wrong-state")
        }
    }

    @Test func `deleting a product deletes its variants with a last event each`() async throws {
        try await withCatalog { catalog in
            let variant = try await catalog.makeVariant("A")
            let product = try #require(
                try await catalog.ask("getVariant", path: ["variantId": variant])["productId"].text
            )
            let stale = try await catalog.ask(
                "deleteProduct",
                path: ["productId": product],
                headers: ["if-match": "\"9\""]
            )
            #expect(stale.status == 412)
            let deleted = try await catalog.ask("deleteProduct", path: ["productId": product])
            #expect(deleted.status == 204)
            #expect(
                try await catalog.events(of: variant).map(\.type) == [
                    "catalog.variant.changed.v1", "catalog.variant.deleted.v1",
                ]
            )
            #expect(try await catalog.count("product") == 0)
            let gone = try await catalog.ask("getProduct", path: ["productId": product])
            #expect(gone.status == 404)
        }
    }

    @Test func `products are found by name, SKU, category and status`() async throws {
        try await withCatalog { catalog in
            let home = try #require(
                try await catalog.ask("createCategory", body: #"{"name": "Home"}"#)["id"].text
            )
            _ = try await catalog.ask(
                "createProduct",
                body: """
                    {"name": "Brass lamp", "categoryId": "\(home)", "variants": [{"sku": "L-7"}]}
                    """
            )
            _ = try await catalog.ask("createProduct", body: #"{"name": "Chair"}"#)
            let queries = [
                ["q": "LAMP"], ["q": "l-7"], ["category": home], ["categoryTree": home],
            ]
            for query in queries {
                let found = try await catalog.ask("listProducts", query: query)
                #expect(found["items"].items.map { $0["name"].text } == ["Brass lamp"])
            }
            let active = try await catalog.ask("listProducts", query: ["status": "active"])
            #expect(active["items"].items.count == 2)
            let wrong = try await catalog.ask("listProducts", query: ["status": "gone"])
            #expect(wrong.errors == ["/query/status enum"])
        }
    }
}
