import Contracts
import FoundationEssentials
import TestSupport
import Testing

@testable import Catalog

@Suite(.requiresPostgres) struct VariantOperationTests {
    @Test func `a variant is created with everything that is known of it`() async throws {
        try await withCatalog { catalog in
            let product = try await catalog.ask("createProduct", body: #"{"name": "Milk"}"#)
            let made = try await catalog.ask(
                "createVariant",
                body: """
                    {"productId": "\(product["id"].text ?? "")", "sku": "MILK-1",
                     "baseUnit": "l", "tracking": {"mode": "lot", "hasExpiry": true},
                     "shelfLifeDays": 10,
                     "physical": {"weightGrams": "1030.5", "temperatureClass": "chilled",
                                  "velocityClass": "A", "isPerishable": true},
                     "levels": {"minimum": "10", "reorderPoint": "20.5", "maximum": "100"}}
                    """
            )
            #expect(made.status == 201)
            let id = try #require(made["id"].text)
            let read = try await catalog.ask("getVariant", path: ["variantId": id])
            #expect(read.body == made.body)
            #expect(read.etag == "\"1\"")
            #expect(read["physical"]["weightGrams"].text == "1030.5")
            #expect(read["levels"]["reorderPoint"].text == "20.5")
            #expect(read["shelfLifeDays"].integer == 10)
        }
    }

    @Test func `one key has one effect and one answer, another body is refused`() async throws {
        try await withCatalog { catalog in
            let key = UUID()
            let body = #"{"name": "Lamp", "variants": [{"sku": "A"}]}"#
            let first = try await catalog.ask("createProduct", body: body, messageID: key)
            let again = try await catalog.ask("createProduct", body: body, messageID: key)
            #expect(first.status == 201)
            #expect(again.body == first.body)
            #expect(try await catalog.count("product") == 1)
            let other = try await catalog.ask(
                "createProduct",
                body: #"{"name": "Other"}"#,
                messageID: key
            )
            #expect(other.status == 422)
            #expect(other.code == "idempotency-key-reused")
        }
    }

    @Test func `a patch merges attributes, replaces measures and keeps the rest`() async throws {
        try await withCatalog { catalog in
            let details = """
                , "name": "White", "attributes": {"colour": "white", "size": "M"},
                "physical": {"weightGrams": "5"}
                """
            let id = try await catalog.makeVariant("A", details: details)
            let patched = try await catalog.ask(
                "updateVariant",
                path: ["variantId": id],
                headers: ["if-match": "\"1\""],
                body: """
                    {"name": null, "attributes": {"colour": "ivory", "size": null},
                     "physical": {"isHazardous": true}}
                    """
            )
            #expect(patched.status == 200)
            #expect(patched.etag == "\"2\"")
            #expect(patched["name"].text == "Lamp")
            #expect(patched["attributes"].value == .object(["colour": "ivory"]))
            #expect(patched["physical"].value == .object(["isHazardous": true]))
            let same = try await catalog.ask(
                "updateVariant",
                path: ["variantId": id],
                headers: ["if-match": "\"2\""],
                body: #"{"attributes": {"colour": "ivory"}}"#
            )
            #expect(same.etag == "\"2\"")
            #expect(try await catalog.events(of: id).map(\.version) == [1, 2])
        }
    }

    @Test(
        arguments: [
            (
                #"{"sku": "A", "tracking": {"mode": "none", "hasExpiry": true}}"#,
                ["/tracking/hasExpiry expiry-needs-lots"]
            ),
            (#"{"sku": "A", "shelfLifeDays": 3}"#, ["/shelfLifeDays shelf-life-needs-expiry"]),
            (#"{"sku": "A", "levels": {"minimum": "5", "maximum": "1"}}"#, ["/levels level-order"]),
            (
                #"{"sku": "A", "physical": {"widthMillimetres": 0}}"#,
                ["/physical/widthMillimetres range"]
            ),
            (#"{"sku": "A", "baseUnit": "parsec"}"#, ["/baseUnit exists"]),
            (
                #"{"sku": "A", "physical": {"weightGrams": "1.00001"}}"#,
                ["/physical/weightGrams format"]
            ),
            (#"{"sku": 7}"#, ["/sku type"]),
            (#"{"name": "x"}"#, ["/sku required"]),
            (#"{"sku": "A", "physical": {"depth": 1}}"#, ["/physical/depth unknown-member"]),
        ] as [(String, [String])]
    )
    func `bad input names the field and the rule`(body: String, errors: [String]) async throws {
        try await withCatalog { catalog in
            let product = try await catalog.ask("createProduct", body: #"{"name": "Lamp"}"#)
            let id = product["id"].text ?? ""
            let refused = try await catalog.ask(
                "createVariant",
                body: #"{"productId": "\#(id)", "# + body.dropFirst()
            )
            #expect(refused.status == 422)
            #expect(refused.errors == errors)
            #expect(try await catalog.count("variant") == 0)
        }
    }

    @Test func `case tells SKUs apart, and a taken SKU is refused`() async throws {
        try await withCatalog { catalog in
            try await catalog.makeVariant("85123A")
            try await catalog.makeVariant("85123a")
            let other = try await catalog.makeVariant("B")
            let taken = try await catalog.ask(
                "updateVariant",
                path: ["variantId": other],
                headers: ["if-match": "*"],
                body: #"{"sku": " 85123A "}"#
            )
            #expect(taken.status == 409)
            #expect(taken.errors == ["/sku already-exists"])
            let both = try await catalog.ask("listVariants", query: ["sku": "85123a"])
            #expect(both["items"].items.map { $0["sku"].text } == ["85123A", "85123a"])
        }
    }

    @Test func `history forbids deletion and fixes unit and tracking`() async throws {
        try await withCatalog { catalog in
            let id = try await catalog.makeVariant("A")
            try await catalog.noteUse(of: id)
            let deleted = try await catalog.ask("deleteVariant", path: ["variantId": id])
            #expect(deleted.status == 409)
            #expect(deleted.code == "has-history")
            let changed = try await catalog.ask(
                "updateVariant",
                path: ["variantId": id],
                headers: ["if-match": "\"1\""],
                body: #"{"baseUnit": "kg", "tracking": {"mode": "lot", "hasExpiry": false}}"#
            )
            #expect(changed.status == 409)
            #expect(changed.errors == ["/baseUnit fixed-by-history", "/tracking fixed-by-history"])
            let retired = try await catalog.ask("retireVariant", path: ["variantId": id])
            #expect(retired["status"].text == "retired")
        }
    }

    @Test func `a deleted variant frees its SKU but not its identifier`() async throws {
        try await withCatalog { catalog in
            let id = try await catalog.makeVariant("A")
            let stale = try await catalog.ask(
                "deleteVariant",
                path: ["variantId": id],
                headers: ["if-match": "\"3\""]
            )
            #expect(stale.status == 412)
            let deleted = try await catalog.ask("deleteVariant", path: ["variantId": id])
            #expect(deleted.status == 204)
            #expect(try await catalog.events(of: id).map(\.version) == [1, 2])
            let same = try await catalog.ask(
                "createProduct",
                body: #"{"name": "Lamp", "variants": [{"id": "\#(id)", "sku": "A"}]}"#
            )
            #expect(same.errors == ["/variants/0/id already-exists"])
            try await catalog.makeVariant("A")
            try await catalog.noteUse(of: id)
            #expect(try await catalog.count("tombstone") == 1)
        }
    }

    @Test func `what is not there is 404`() async throws {
        try await withCatalog { catalog in
            let path = ["variantId": "019aa3f0-0000-7000-8000-0000000000d1", "code": "X"]
            for operation in ["getVariant", "deleteVariant", "retireVariant", "removeBarcode"] {
                #expect(try await catalog.ask(operation, path: path).status == 404)
            }
            let odd = try await catalog.ask("getVariant", path: ["variantId": "85123A"])
            #expect(odd.status == 404)
        }
    }
}
