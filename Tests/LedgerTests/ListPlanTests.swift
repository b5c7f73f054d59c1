import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// A page of a list reads about as many rows as it has, however long the list is and wherever in it the page is.
@Suite(.requiresPostgres)
struct ListPlanTests {
    private static let limit = 20
    /// Of what a page names: its own rows, their lines, variants and places.
    private static let most: Int64 = 300

    @Test func `a page of reservations reads no others`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.fillLists()
            let list = ListReservations()
            try await Self.expectPages(of: list, by: "reservation_by_time", in: ledger)
            try await Self.expectPages(of: list, by: "reservation_by_time", after: 3, in: ledger)
            try await Self.expectPages(
                of: list,
                ["state": "pending"],
                by: "reservation_by_state",
                have: 10,
                in: ledger
            )
            // Of what nearly all are, either index finds a page.
            try await Self.expectPages(
                of: list,
                ["state": "consumed"],
                by: "reservation_by_state",
                or: "reservation_by_time",
                in: ledger
            )
            try await Self.expectPages(
                of: list,
                ["source": "shop", "document": "O-19000"],
                by: "reservation_by_document",
                have: 1,
                in: ledger
            )
            try await Self.expectPages(
                of: list,
                ["sku": "SKU-05001"],
                by: "reservation_line_of_variant",
                have: 2,
                in: ledger
            )
        }
    }

    @Test func `a page of transfer orders reads no others`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.fillLists()
            let list = ListTransferOrders()
            try await Self.expectPages(of: list, by: "transfer_order_by_time", in: ledger)
            try await Self.expectPages(of: list, by: "transfer_order_by_time", after: 3, in: ledger)
            try await Self.expectPages(
                of: list,
                ["state": "open"],
                by: "transfer_order_by_state",
                have: 10,
                in: ledger
            )
            try await Self.expectPages(
                of: list,
                ["source": "shop", "document": "O-19000"],
                by: "transfer_order_by_document",
                have: 1,
                in: ledger
            )
            try await Self.expectPages(
                of: list,
                ["sku": "SKU-05001"],
                by: "transfer_line_of_variant",
                have: 2,
                in: ledger
            )
        }
    }

    @Test func `a page of lots reads no others, whether they expire or not`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.fillLists()
            let list = ListLots()
            try await Self.expectPages(of: list, by: "lot_by_expiry", in: ledger)
            try await Self.expectPages(of: list, by: "lot_by_expiry", after: 3, in: ledger)
            // Behind all that expire.
            try await Self.expectPages(
                of: list,
                by: "lot_number_is_unique_per_variant",
                after: 42,
                in: ledger
            )
            try await Self.expectPages(
                of: list,
                ["code": "L-39998"],
                by: "lot_by_code",
                have: 1,
                in: ledger
            )
            try await Self.expectPages(
                of: list,
                ["status": "recalled"],
                by: "lot_withheld",
                have: 2,
                in: ledger
            )
            try await Self.expectPages(
                of: list,
                ["status": "expired"],
                by: "lot_withheld",
                have: 10,
                in: ledger
            )
            try await Self.expectPages(
                of: list,
                ["sku": "SKU-05001"],
                by: "lot_number_is_unique_per_variant",
                have: 4,
                in: ledger
            )
        }
    }

    @Test func `a page of pieces reads no others`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.fillLists()
            let list = ListSerials()
            let index = "serial_number_is_unique_per_variant"
            try await Self.expectPages(of: list, by: index, in: ledger)
            try await Self.expectPages(of: list, by: index, after: 3, in: ledger)
            try await Self.expectPages(
                of: list,
                ["serial": "SKU-09000"],
                by: "serial_by_number",
                have: 1,
                in: ledger
            )
            try await Self.expectPages(
                of: list,
                ["location": "LDN-1"],
                by: "serial_by_location",
                have: 10,
                in: ledger
            )
            try await Self.expectPages(
                of: list,
                ["sku": "SKU-05001"],
                by: index,
                have: 1,
                in: ledger
            )
        }
    }

    @Test func `a page of counts reads no others, and accuracy what was counted then`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.fillLists()
            let list = ListCounts()
            try await Self.expectPages(of: list, by: "stock_count_by_time", in: ledger)
            try await Self.expectPages(of: list, by: "stock_count_by_time", after: 3, in: ledger)
            try await Self.expectPages(
                of: list,
                ["state": "open"],
                by: "stock_count_by_state",
                have: 10,
                in: ledger
            )
            try await Self.expectPages(
                of: list,
                ["plan": LedgerBench.rarePlan],
                by: "stock_count_of_plan",
                have: 10,
                in: ledger
            )
            let now = Timestamp.now
            let request = LedgerBench.request(
                GetCountAccuracy.id,
                query: [
                    "from": "\(now.advanced(by: .seconds(-60 * 1_100)))",
                    "until": "\(now.advanced(by: .seconds(-60 * 1_000)))",
                ]
            )
            let read = HotRead("accuracy of a while", atMost: 1_000, by: "count_line_by_time") {
                let answer = try GetCountAccuracy().perform(request, in: $0)
                let body = try MessageCoding.decode(JSONValue.self, from: answer.body)
                let lines = body["warehouses"]?.elements.first?["lines"]
                #expect(lines == .integer(100))
            }
            try await read.expectFew(in: ledger)
        }
    }

    @Test func `a page of inspections reads no others`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.fillLists()
            let list = ListInspections()
            try await Self.expectPages(of: list, by: "inspection_by_time", in: ledger)
            try await Self.expectPages(of: list, by: "inspection_by_time", after: 3, in: ledger)
            try await Self.expectPages(
                of: list,
                ["verdict": "rejected"],
                by: "inspection_that_rejects",
                have: 10,
                in: ledger
            )
            let lot = try await ledger.rows("SELECT id FROM lot WHERE code = 'L-9000'")[0]
                .decode("id", as: ID<Lot>.self)
            try await Self.expectPages(
                of: list,
                ["lot": lot.description],
                by: "inspection_by_lot",
                have: 1,
                in: ledger
            )
            try await Self.expectPages(
                of: list,
                ["sku": "SKU-05001"],
                by: "inspection_by_lot",
                have: 2,
                in: ledger
            )
        }
    }

    /// Expects that a page reads few rows because of an index, and many without it.
    ///
    /// - Parameters:
    ///   - pages: How many pages of five hundred come before it.
    ///   - count: How many items it has.
    private static func expectPages(
        of list: any Query,
        _ filter: [String: String] = [:],
        by index: String,
        or other: String? = nil,
        after pages: Int = 0,
        have count: Int = Self.limit,
        in ledger: LedgerBench
    ) async throws {
        let operation = type(of: list).id
        var query = filter
        for _ in 0..<pages {
            query["limit"] = "500"
            query["cursor"] = try #require(
                try await ledger.succeed(operation, query: query)["next"]?.text
            )
        }
        query["limit"] = "\(Self.limit)"
        let request = LedgerBench.request(operation, query: query)
        let name = "\(operation) \(filter) after \(pages) pages"
        let read = HotRead(name, atMost: Self.most, by: index, or: other) { transaction in
            let answer = try list.perform(request, in: transaction)
            let page = try MessageCoding.decode(JSONValue.self, from: answer.body)
            #expect(page.items.count == count, "\(name)")
        }
        try await read.expectFew(in: ledger)
    }
}
