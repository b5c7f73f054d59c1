import Contracts
import TestSupport
import Testing

@testable import Catalog

@Suite(.requiresPostgres) struct CategoryOperationTests {
    @Test func `a category is created, read and listed with its path`() async throws {
        try await withCatalog { catalog in
            let home = try await catalog.ask("createCategory", body: #"{"name": " Home "}"#)
            #expect(home.status == 201)
            #expect(home.etag == "\"1\"")
            let homeId = try #require(home["id"].text)
            let candles = try await catalog.ask(
                "createCategory",
                body: #"{"name": "Candles", "parentId": "\#(homeId)"}"#
            )
            let id = try #require(candles["id"].text)
            let read = try await catalog.ask("getCategory", path: ["categoryId": id])
            #expect(read["path"].items.map { $0["name"].text } == ["Home", "Candles"])
            let list = try await catalog.ask("listCategories")
            #expect(list["items"].items.map { $0["name"].text } == ["Home", "Candles"])
            let tree = try await catalog.ask("listCategories", query: ["categoryTree": id])
            #expect(tree["items"].items.count == 1)
        }
    }

    @Test func `siblings have different names`() async throws {
        try await withCatalog { catalog in
            _ = try await catalog.ask("createCategory", body: #"{"name": "Home"}"#)
            let again = try await catalog.ask("createCategory", body: #"{"name": "Home"}"#)
            #expect(again.status == 409)
            #expect(again.errors == ["/name already-exists"])
            #expect(try await catalog.count("category") == 1)
        }
    }

    @Test func `bad input names the field and the rule`() async throws {
        try await withCatalog { catalog in
            let empty = try await catalog.ask("createCategory", body: #"{"name": "  "}"#)
            #expect(empty.status == 422)
            #expect(empty.errors == ["/name required"])
            let unknown = try await catalog.ask(
                "createCategory",
                body: #"{"name": "A", "colour": "red"}"#
            )
            #expect(unknown.errors == ["/colour unknown-member"])
            let orphan = try await catalog.ask(
                "createCategory",
                body: #"{"name": "A", "parentId": "019aa3f0-0000-7000-8000-0000000000d1"}"#
            )
            #expect(orphan.errors == ["/parentId exists"])
            #expect(try await catalog.count("category") == 0)
        }
    }

    @Test func `moving tells of everything below and never makes a cycle`() async throws {
        try await withCatalog { catalog in
            let first = try await self.make("First", in: catalog)
            let second = try await self.make("Second", in: catalog)
            let child = try await self.make("Child", under: first, in: catalog)
            let grandchild = try await self.make("Grandchild", under: child, in: catalog)
            let moved = try await catalog.ask(
                "updateCategory",
                path: ["categoryId": child],
                headers: ["if-match": "\"1\""],
                body: #"{"parentId": "\#(second)"}"#
            )
            #expect(moved.status == 200)
            #expect(moved["path"].items.map { $0["name"].text } == ["Second", "Child"])
            #expect(try await catalog.events(of: grandchild).map(\.version) == [1, 2])
            let cycle = try await catalog.ask(
                "updateCategory",
                path: ["categoryId": second],
                headers: ["if-match": "\"1\""],
                body: #"{"parentId": "\#(grandchild)"}"#
            )
            #expect(cycle.status == 409)
            #expect(cycle.code == "wrong-state")
            let root = try await catalog.ask(
                "updateCategory",
                path: ["categoryId": child],
                headers: ["if-match": "\"2\""],
                body: #"{"parentId": null}"#
            )
            #expect(root["path"].items.count == 1)
        }
    }

    @Test func `changing needs the version that was read`() async throws {
        try await withCatalog { catalog in
            let id = try await self.make("Home", in: catalog)
            let body = #"{"name": "House"}"#
            let missing = try await catalog.ask(
                "updateCategory",
                path: ["categoryId": id],
                body: body
            )
            #expect(missing.status == 428)
            let stale = try await catalog.ask(
                "updateCategory",
                path: ["categoryId": id],
                headers: ["if-match": "\"7\""],
                body: body
            )
            #expect(stale.status == 412)
            let unknown = try await catalog.ask(
                "updateCategory",
                path: ["categoryId": "019aa3f0-0000-7000-8000-0000000000d1"],
                headers: ["if-match": "\"1\""],
                body: body
            )
            #expect(unknown.status == 404)
        }
    }

    @Test func `only an empty category is deleted, and its identifier never comes back`()
        async throws
    {
        try await withCatalog { catalog in
            let home = try await self.make("Home", in: catalog)
            let child = try await self.make("Child", under: home, in: catalog)
            _ = try await catalog.ask(
                "createProduct",
                body: #"{"name": "Lamp", "categoryId": "\#(child)"}"#
            )
            for id in [home, child] {
                let refused = try await catalog.ask("deleteCategory", path: ["categoryId": id])
                #expect(refused.status == 409)
                #expect(refused.code == "in-use")
            }
            let empty = try await self.make("Empty", in: catalog)
            let deleted = try await catalog.ask("deleteCategory", path: ["categoryId": empty])
            #expect(deleted.status == 204)
            #expect(try await catalog.events(of: empty).map(\.version) == [1, 2])
            let again = try await catalog.ask(
                "createCategory",
                body: #"{"id": "\#(empty)", "name": "Again"}"#
            )
            #expect(again.errors == ["/id already-exists"])
        }
    }

    @Test func `pages follow one another without a gap`() async throws {
        try await withCatalog { catalog in
            for name in ["C", "A", "D", "B", "E"] {
                _ = try await self.make(name, in: catalog)
            }
            var names: [String] = []
            var query = ["limit": "2"]
            repeat {
                let page = try await catalog.ask("listCategories", query: query)
                names += page["items"].items.compactMap { $0["name"].text }
                query["cursor"] = page["next"].text
            } while query["cursor"] != nil
            #expect(names == ["A", "B", "C", "D", "E"])
            let first = try await catalog.ask("listCategories", query: ["limit": "2"])
            let foreign = try await catalog.ask(
                "listCategories",
                query: ["q": "A", "cursor": try #require(first["next"].text)]
            )
            #expect(foreign.code == "invalid-cursor")
        }
    }

    private func make(
        _ name: String,
        under parent: String? = nil,
        in catalog: CatalogFixture
    ) async throws -> String {
        let member = parent.map { #", "parentId": "\#($0)""# } ?? ""
        let answer = try await catalog.ask(
            "createCategory",
            body: #"{"name": "\#(name)"\#(member)}"#
        )
        return try #require(answer["id"].text)
    }
}
