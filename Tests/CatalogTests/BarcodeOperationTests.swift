import TestSupport
import Testing

@testable import Catalog

@Suite(.requiresPostgres) struct BarcodeOperationTests {
    @Test func `a scan finds the variant and its pack, whatever the length of the GTIN`()
        async throws
    {
        try await withCatalog { catalog in
            let id = try await catalog.makeVariant("A")
            let added = try await catalog.ask(
                "addBarcode",
                path: ["variantId": id],
                body: #"{"code": "036000291452", "packQuantity": "12"}"#
            )
            #expect(added.status == 201)
            #expect(added.etag == "\"2\"")
            for code in ["036000291452", "0036000291452", "00036000291452"] {
                let match = try await catalog.ask("lookupBarcode", path: ["code": code])
                #expect(match["packQuantity"].text == "12")
                #expect(match["variant"]["sku"].text == "A")
            }
            #expect(try await catalog.ask("lookupBarcode", path: ["code": "1"]).status == 404)
        }
    }

    @Test func `a code belongs to one variant`() async throws {
        try await withCatalog { catalog in
            let first = try await catalog.makeVariant("A")
            let second = try await catalog.makeVariant("B")
            let body = #"{"code": "0036000291452"}"#
            _ = try await catalog.ask(
                "addBarcode",
                path: ["variantId": first],
                body: #"{"code": "036000291452"}"#
            )
            for id in [first, second] {
                let taken = try await catalog.ask("addBarcode", path: ["variantId": id], body: body)
                #expect(taken.status == 409)
                #expect(taken.errors == ["/code already-exists"])
            }
            #expect(try await catalog.count("barcode") == 1)
        }
    }

    @Test func `a wrong check digit is refused unless the code is of another kind`() async throws {
        try await withCatalog { catalog in
            let id = try await catalog.makeVariant("A")
            let wrong = try await catalog.ask(
                "addBarcode",
                path: ["variantId": id],
                body: #"{"code": "6291041500214"}"#
            )
            #expect(wrong.errors == ["/code check-digit"])
            let own = try await catalog.ask(
                "addBarcode",
                path: ["variantId": id],
                body: #"{"code": "6291041500214", "format": "other"}"#
            )
            #expect(own.status == 201)
            let match = try await catalog.ask("lookupBarcode", path: ["code": "6291041500214"])
            #expect(match["variant"]["id"].text == id)
        }
    }

    @Test func `a removed code is free for another variant`() async throws {
        try await withCatalog { catalog in
            let first = try await catalog.makeVariant(
                "A",
                details: #", "barcodes": [{"code": "X"}]"#
            )
            let second = try await catalog.makeVariant("B")
            let removed = try await catalog.ask(
                "removeBarcode",
                path: ["variantId": first, "code": "X"]
            )
            #expect(removed.status == 204)
            let added = try await catalog.ask(
                "addBarcode",
                path: ["variantId": second],
                body: #"{"code": "X"}"#
            )
            #expect(added.status == 201)
            #expect(try await catalog.events(of: first).map(\.version) == [1, 2])
        }
    }
}
