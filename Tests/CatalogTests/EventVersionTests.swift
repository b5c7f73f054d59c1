import Contracts
import Messaging
import TestSupport
import Testing

@testable import Catalog

@Suite(.requiresPostgres) struct EventVersionTests {
    @Test func `versions of concurrent changes have no gaps, and the last event is the state`()
        async throws
    {
        try await withCatalog { catalog in
            let id = try await catalog.makeVariant("A")
            let path = ["variantId": id]
            let product = try await catalog.ask("getVariant", path: path)["productId"].text ?? ""
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...10 {
                    group.addTask {
                        _ = try await catalog.ask(
                            "updateVariant",
                            path: path,
                            headers: ["if-match": "*"],
                            body: #"{"name": "Name \#(number)"}"#
                        )
                    }
                    group.addTask {
                        _ = try await catalog.ask(
                            "updateProduct",
                            path: ["productId": product],
                            headers: ["if-match": "*"],
                            body: #"{"name": "Product \#(number)"}"#
                        )
                    }
                    group.addTask {
                        _ = try await catalog.ask(
                            "addBarcode",
                            path: path,
                            body: #"{"code": "C-\#(number)"}"#
                        )
                    }
                }
                try await group.waitForAll()
            }
            let events = try await catalog.events(of: id)
            #expect(events.map(\.version) == Array(1...31))
            let last = try MessageCoding.decode(VariantChanged.self, from: events[30].body)
            let state = try await catalog.ask("getVariant", path: path)
            #expect(last.version == state["version"].integer)
            #expect(last.name == state["name"].text)
            #expect(last.productName == state["productName"].text)
            #expect(last.barcodes.map(\.code) == state["barcodes"].items.map { $0["code"].text })
        }
    }
}
