import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

@Suite(.requiresPostgres)
struct StockTests {
    /// Over days and over months, and whether all, some or nothing of it has been added up.
    @Test(arguments: [1_000_000, 10_000_000], [0, 25, 40])
    func `the past is the fold of what had happened and was known`(
        seconds: Int64,
        added: Int
    ) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("PAST")
            let start = Timestamp.now.advanced(by: .seconds(-seconds))
            var generator = SeededGenerator(seed: UInt64(added))
            for number in 0..<40 {
                if number == added { _ = try await ledger.audit() }
                let offset = Duration.seconds(Int64.random(in: 0..<seconds, using: &generator))
                try await ledger.receive(
                    Quantity(tenThousandths: Int64.random(in: 1...90_000, using: &generator)),
                    of: "PAST",
                    at: Bool.random(using: &generator) ? "LDN" : "LDN-1",
                    effectiveAt: start.advanced(by: offset)
                )
            }
            let movements = try await ledger.rows(
                "SELECT quantity, effective_at, recorded_at FROM movement ORDER BY recorded_at"
            ).map { row in
                (
                    quantity: try row.decode("quantity", as: Quantity.self),
                    effectiveAt: try row.decode("effective_at", as: Timestamp.self),
                    recordedAt: try row.decode("recorded_at", as: Timestamp.self)
                )
            }
            if added == 40 { _ = try await ledger.audit() }
            for step in 0..<20 {
                let asOf = start.advanced(by: .seconds(Int64(step) * seconds / 18))
                let knownAt = movements[step * 2].recordedAt
                let fold = movements.reduce(Quantity.zero) { sum, movement in
                    movement.effectiveAt <= asOf && movement.recordedAt <= knownAt
                        ? sum + movement.quantity : sum
                }
                let query = ["asOf": asOf.description, "knownAt": knownAt.description]
                let stock = try await ledger.succeed(
                    "getStock",
                    path: ["sku": "PAST"],
                    query: query
                )
                #expect(stock["onHand"]?.text == fold.description)
                #expect(stock["reserved"]?.text == "0")
                let list = try await ledger.succeed(
                    "listStock",
                    query: query.merging(["by": "location", "sku": "PAST"]) { old, _ in old }
                )
                let total = list.items.reduce(Quantity.zero) { sum, item in
                    sum + (item["onHand"]?.text.flatMap { Quantity($0) } ?? .zero)
                }
                #expect(total == fold)
            }
        }
    }

    @Test func `what a till with a fast clock reported has not happened yet`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("AHEAD")
            try await ledger.receive(5, of: "AHEAD")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            for (document, ahead) in [("A-1", 600), ("A-2", 3 * 86_400)] {
                let sale = RecordSale(
                    kind: .sale,
                    reference: Reference(source: "till", document: document),
                    locationId: ledger.warehouse,
                    effectiveAt: .now.advanced(by: .seconds(ahead)),
                    allowNegative: true,
                    lines: [
                        TillLine(line: 1, variantId: variant, quantity: 1, direction: .out)
                    ]
                )
                let message = try ledger.message(sale, id: ID<Entry>.make().rawValue)
                #expect(await processor.process([message]) == [.done])
            }
            for (ahead, onHand) in [(0, "5"), (3_600, "4"), (4 * 86_400, "3")] {
                let time = Timestamp.now.advanced(by: .seconds(ahead))
                let rows = try await ledger.rows(
                    VariantStockQuery(
                        sku: "AHEAD",
                        time: StockTime(asOf: time),
                        maximumPlaces: 9
                    ).statement
                )
                let there = try rows.reduce(Quantity.zero) { sum, row in
                    sum + (try row.decode("on_hand", as: Quantity?.self) ?? .zero)
                }
                #expect(there.description == onHand)
            }
        }
    }

    @Test func `a walk over all pages sees one state`() async throws {
        try await LedgerBench.with { ledger in
            for number in 0..<7 {
                try await ledger.variant("WALK-\(number)")
                try await ledger.receive(10, of: "WALK-\(number)")
            }
            var page = try await ledger.succeed("listStock", query: ["limit": "2"])
            for number in 0..<7 { try await ledger.receive(5, of: "WALK-\(number)") }
            var seen = page.items
            while let next = page["next"]?.text {
                page = try await ledger.succeed(
                    "listStock",
                    query: ["limit": "2", "cursor": next]
                )
                seen += page.items
            }
            #expect(seen.map { $0["sku"]?.text } == (0..<7).map { "WALK-\($0)" })
            #expect(seen.allSatisfy { $0["onHand"]?.text == "10" })

            let other = await ledger.ask(
                "listStock",
                query: ["q": "x", "cursor": try #require(try await self.cursor(ledger))]
            )
            #expect(other.status == 400)
        }
    }

    private func cursor(_ ledger: LedgerBench) async throws -> String? {
        try await ledger.succeed("listStock", query: ["limit": "1"])["next"]?.text
    }

    @Test func `nothing is told of the time in which an entry is still being written`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("SLOW")
            try await ledger.receive(3, of: "SLOW")
            func stock(_ query: [String: String] = [:]) async throws -> (String?, String) {
                let stock = try await ledger.succeed(
                    "getStock",
                    path: ["sku": "SLOW"],
                    query: query
                )
                return (stock["onHand"]?.text, try #require(stock["knownAt"]?.text))
            }
            let window = try await PostgresSession.with(ledger.database.configuration) { session in
                // A batch that has read its clock, or is about to.
                try await session.execute(script: "begin; \(JournalHorizon.hold.text)")
                try await ledger.receive(5, of: "SLOW")
                let (onHand, knownAt) = try await stock()
                #expect(onHand == "3")
                let far = try await stock(["knownAt": "2999-01-01T00:00:00Z"])
                #expect(far == (onHand, knownAt))
                let entries = try await ledger.succeed("listEntries")
                #expect(entries.items.count == 1)
                let window = try #require(entries["recordedTo"]?.text)
                try await session.execute(script: "commit")
                let again = try await stock(["knownAt": knownAt])
                #expect(again == (onHand, knownAt))
                return window
            }
            #expect(try await stock().0 == "8")
            let rest = try await ledger.succeed("listMovements", query: ["recordedFrom": window])
            #expect(rest.items.map { $0["quantity"]?.text } == ["5"])
        }
    }

    @Test func `stock is found by part of SKU or name, place, tree and category`() async throws {
        try await LedgerBench.with { ledger in
            let category = ID<Contracts.Category>.make()
            _ = try await ledger.rows(
                """
                INSERT INTO category (id, name, path, version)
                VALUES (\(category), 'Lamps', ARRAY[\(category)], 1)
                """
            )
            try await ledger.variant("LAMP_100%", name: "Desk lamp", category: category)
            try await ledger.variant("CHAIR-1", name: "Chair")
            try await ledger.receive(3, of: "LAMP_100%", at: "LDN-1")
            try await ledger.receive(4, of: "CHAIR-1")
            func skus(_ query: [String: String]) async throws -> [String?] {
                try await ledger.succeed("listStock", query: query).items.map { $0["sku"]?.text }
            }
            #expect(try await skus(["q": "amp_1"]) == ["LAMP_100%"])
            #expect(try await skus(["q": "DESK"]) == ["LAMP_100%"])
            #expect(try await skus(["q": "amp%0"]) == [])
            #expect(try await skus(["category": category.description]) == ["LAMP_100%"])
            #expect(try await skus(["location": "LDN"]) == ["CHAIR-1"])
            #expect(try await skus(["locationTree": "LDN"]) == ["CHAIR-1", "LAMP_100%"])
            #expect(try await skus(["locationTree": "LDN-1"]) == ["LAMP_100%"])
        }
    }

    @Test func `readers see the warehouses they are limited to`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("SECRET")
            let entry = try await ledger.receive(3, of: "SECRET")
            let stranger = Principal(
                id: UUID(),
                kind: .user,
                name: "stranger",
                permissions: [.stockRead],
                warehouses: [.make()]
            )
            for operation in ["listStock", "listMovements", "listEntries"] {
                let answer = await ledger.ask(operation, as: stranger)
                let page = try MessageCoding.decode(JSONValue.self, from: answer.body)
                #expect(page.items.isEmpty)
            }
            let answer = await ledger.ask(
                "getEntry",
                path: ["entryId": entry.description],
                as: stranger
            )
            #expect(answer.status == 404)
        }
    }
}
