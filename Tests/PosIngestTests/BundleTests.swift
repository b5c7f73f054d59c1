import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres
import TestSupport
import Testing

@testable import PosIngest

@Suite(.requiresPostgres) struct BundleTests {
    @Test func `sales that come together travel together, each as a command`() async throws {
        try await withShop { shop async throws in
            let messages = (1...3).map { shop.sale("R-\($0)", [("A", 1)]) }
            _ = await shop.take(messages + [messages[0], shop.sale("R-4", [("NEW", 1)])])
            let bundles = try await shop.told(RecordSales.self)
            let sales = bundles.flatMap(\.sales)
            #expect(bundles.count == 1)
            #expect(sales.map(\.sale.reference.document) == ["R-1", "R-2", "R-3"])
            #expect(Set(sales.map(\.commandId)).count == 3)
            #expect(sales.compactMap(\.causationId) == messages.map { ID($0.id) })
            #expect(try await shop.told(RecordSale.self).isEmpty)
            let told = try await shop.told(SalesAccepted.self)
            let accepted = told.flatMap(\.sales)
            #expect(told.count == 1)
            #expect(accepted.map(\.reference.document) == ["R-1", "R-2", "R-3"])
            #expect(accepted.compactMap(\.causationId) == messages.map { ID($0.id) })
            #expect(try await shop.told(SaleParked.self).count == 1)
        }
    }

    @Test func `a sale that comes alone travels alone`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("A", 1)])])
            #expect(try await shop.told(RecordSales.self).isEmpty)
            #expect(try await shop.told(RecordSale.self).count == 1)
        }
    }

    @Test func `a bundle holds a limited number of sales and of lines`() async throws {
        try await withShop { shop async throws in
            let count = RecordSales.maximumSales + 1
            _ = await shop.take((1...count).map { shop.sale("R-\($0)", [("A", 1)]) })
            let bundles = try await shop.told(RecordSales.self)
            #expect(bundles.map(\.sales.count) == [RecordSales.maximumSales])
            let long = Array(repeating: ("A", 1 as Quantity), count: CommandBundles.maximumLines)
            _ = await shop.take((1...2).map { shop.sale("L-\($0)", long) })
            #expect(try await shop.told(RecordSales.self).count == 1)
            #expect(try await shop.told(RecordSale.self).count == 3)
        }
    }
}
