import TestSupport
import Testing

@testable import Catalog

@Suite(.requiresPostgres) struct UnitOperationTests {
    @Test func `units are listed by code and created once`() async throws {
        try await withCatalog { catalog in
            let list = try await catalog.ask("listUnits")
            let codes = list["items"].items.compactMap { $0["code"].text }
            #expect(codes == codes.sorted())
            #expect(codes.contains("each"))
            let body = #"{"code": "carton", "name": "Carton", "dimension": "count"}"#
            #expect(try await catalog.ask("createUnit", body: body).status == 201)
            let again = try await catalog.ask("createUnit", body: body)
            #expect(again.errors == ["/code already-exists"])
        }
    }

    @Test func `a conversion is replaced, and one that contradicts others is refused`()
        async throws
    {
        try await withCatalog { catalog in
            for code in ["carton", "pallet"] {
                _ = try await catalog.ask(
                    "createUnit",
                    body: #"{"code": "\#(code)", "name": "\#(code)", "dimension": "count"}"#
                )
            }
            #expect(try await self.set("carton", 10, 1, "each", catalog).status == 200)
            #expect(try await self.set("each", 1, 12, "carton", catalog).status == 200)
            #expect(try await self.set("pallet", 40, 1, "carton", catalog).status == 200)
            let wrong = try await self.set("pallet", 481, 1, "each", catalog)
            #expect(wrong.status == 422)
            #expect(wrong.errors == ["/numerator consistent-conversion"])
            let found = try await catalog.ask("listUnitConversions", query: ["unit": "carton"])
            #expect(found["items"].items.count == 2)
        }
    }

    @Test func `other dimensions convert for one variant only`() async throws {
        try await withCatalog { catalog in
            let variant = try await catalog.makeVariant("A")
            let general = try await self.set("each", 250, 1, "g", catalog)
            #expect(general.status == 409)
            #expect(general.code == "wrong-state")
            let own = try await self.set("each", 250, 1, "g", catalog, variant: variant)
            #expect(own.status == 200)
            let against = try await self.set("each", 1, 3, "kg", catalog, variant: variant)
            #expect(against.errors == ["/numerator consistent-conversion"])
            let found = try await catalog.ask("listUnitConversions", query: ["variant": variant])
            #expect(found["items"].items.count == 1)
        }
    }

    @Test func `unknown units and terms out of range are named`() async throws {
        try await withCatalog { catalog in
            let unknown = try await self.set("crate", 1, 1, "each", catalog)
            #expect(unknown.errors == ["/from exists"])
            let zero = try await self.set("dozen", 0, 1, "each", catalog)
            #expect(zero.errors == ["/numerator range"])
            let same = try await self.set("each", 1, 1, "each", catalog)
            #expect(same.errors == ["/to different-units"])
        }
    }

    private func set(
        _ from: String,
        _ numerator: Int,
        _ denominator: Int,
        _ to: String,
        _ catalog: CatalogFixture,
        variant: String? = nil
    ) async throws -> Answer {
        let member = variant.map { #", "variantId": "\#($0)""# } ?? ""
        return try await catalog.ask(
            "setUnitConversion",
            body: """
                {"from": "\(from)", "to": "\(to)", "numerator": \(numerator),
                 "denominator": \(denominator)\(member)}
                """
        )
    }
}
