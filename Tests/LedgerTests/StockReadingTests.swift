import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Stock that many ask for at once, and stock that moves while it is read.
@Suite(.requiresPostgres)
struct StockReadingTests {
    @Test func `whoever asks together with others is told the same as alone`() async throws {
        try await LedgerBench.with { ledger in
            let skus = try await StockReadingTests.fill(ledger)
            let strangers = [ledger.warehouse, .make()].map { warehouse in
                Principal(
                    id: UUID(),
                    kind: .user,
                    name: "stranger",
                    permissions: [.stockRead],
                    warehouses: [warehouse]
                )
            }
            let principals = [LedgerBench.admin] + strangers
            let answers = await withTaskGroup(of: Answer.self) { group in
                for round in 0..<3 {
                    for (index, sku) in skus.enumerated() {
                        let principal = principals[(round + index) % 3]
                        group.addTask { await Answer(to: sku, as: principal, by: ledger) }
                    }
                }
                var answers: [Answer] = []
                for await answer in group { answers.append(answer) }
                return answers
            }
            for answer in answers {
                // A text that the database cannot even compare troubles nobody else.
                guard !answer.sku.utf8.contains(0) else {
                    #expect(answer.response.status == 500)
                    continue
                }
                let alone = try await answer.alone(by: ledger)
                #expect(String(decoding: answer.response.body, as: UTF8.self) == alone)
            }
            #expect(answers.count(where: { $0.response.status == 404 }) == 3)
        }
    }

    private struct Answer: Sendable {
        let sku: String
        let principal: Principal
        let response: OperationResponse

        init(to sku: String, as principal: Principal, by ledger: LedgerBench) async {
            self.sku = sku
            self.principal = principal
            self.response = await ledger.ask("getStock", path: ["sku": sku], as: principal)
        }

        /// The same answer by the statement that reads one SKU.
        func alone(by ledger: LedgerBench) async throws -> String {
            let query = VariantStockQuery(
                sku: self.sku,
                warehouses: self.principal.warehouses(for: .stockRead),
                maximumPlaces: 500
            )
            let rows = try await ledger.rows(query.statement)
            guard !rows.isEmpty else {
                let refusal = Problem.notFound("There is no variant \(self.sku).")
                return String(decoding: OperationResponse.problem(refusal).body, as: UTF8.self)
            }
            let told = try MessageCoding.decode(JSONValue.self, from: self.response.body)
            let knownAt = try #require(told["knownAt"]?.text.flatMap { Timestamp($0) })
            let body = VariantStockBody(
                try VariantStock(rows, in: nil, hasTotals: true),
                knownAt: knownAt
            )
            return String(decoding: try MessageCoding.encode(body), as: UTF8.self)
        }
    }

    /// Variants with stock of every kind, one with none, and two names of nothing.
    private static func fill(_ ledger: LedgerBench) async throws -> [String] {
        _ = try await ledger.succeed(
            "createLocation",
            #"{"code":"ABC","name":"Second","kind":"warehouse"}"#
        )
        // Equal to Unicode, and not to the database.
        var skus = ["\u{E9}-1", "e\u{301}-1", "EMPTY", "nothing", "no\u{0}thing"]
        for sku in skus.prefix(3) { try await ledger.variant(sku) }
        try await ledger.receive(2, of: skus[0])
        try await ledger.receive(3, of: skus[1])
        for number in 0..<20 {
            let sku = "MANY-\(number)"
            try await ledger.variant(sku)
            for place in ["LDN-1", "LDN", "ABC"].prefix(number % 4) {
                try await ledger.receive(7, of: sku, at: place)
            }
            if number % 4 > 0 {
                _ = try await ledger.succeed(
                    "createReservation",
                    #"{"warehouse":"LDN","lines":[{"sku":"\#(sku)","quantity":"1"}]}"#
                )
            }
            skus.append(sku)
        }
        try await ledger.variant("WIDE")
        _ = try await ledger.rows(
            """
            WITH bin AS (
                INSERT INTO location (id, code, name, kind, parent, warehouse, path)
                SELECT id, 'W-' || number, 'Bin', 'bin', \(ledger.warehouse), \(ledger.warehouse),
                    ARRAY[\(ledger.warehouse), id]
                FROM (
                    SELECT gen_random_uuid() AS id, number
                    FROM generate_series(1, \(Int64(PresentStock.maximumPlaces + 1))) AS number
                ) AS bin
                RETURNING id
            )
            INSERT INTO balance (variant, location, lot, on_hand, is_oversold, version)
            SELECT variant.id, bin.id, \(ID<Lot>.none), 10000, false, 1
            FROM bin, variant WHERE variant.sku = 'WIDE'
            """
        )
        return skus + ["WIDE"]
    }

    @Test func `what is promised is never told beside the stock of another time`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("HOT")
            try await ledger.receive(1, of: "HOT")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for _ in 0..<30 {
                        try await ledger.receive(1, of: "HOT")
                        _ = try await ledger.succeed(
                            "createReservation",
                            #"{"warehouse":"LDN","lines":[{"sku":"HOT","quantity":"1"}]}"#
                        )
                    }
                }
                for _ in 0..<3 {
                    group.addTask {
                        for _ in 0..<20 {
                            let stock = try await ledger.succeed(
                                "getStock",
                                path: ["sku": "HOT"]
                            )
                            let list = try await ledger.succeed("listStock")
                            for level in [stock] + list.items {
                                let available = level["available"]?.text.flatMap { Quantity($0) }
                                #expect(available ?? .zero >= .zero, "\(level)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let stock = try await ledger.succeed("getStock", path: ["sku": "HOT"])
            #expect(stock["available"]?.text == "1")
        }
    }

    @Test func `a later page tells what was promised of what has moved`() async throws {
        try await LedgerBench.with { ledger in
            for number in 0..<4 {
                try await ledger.variant("PAGE-\(number)")
                try await ledger.receive(10, of: "PAGE-\(number)")
            }
            let first = try await ledger.succeed("listStock", query: ["limit": "2"])
            try await ledger.receive(5, of: "PAGE-3")
            _ = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"PAGE-3","quantity":"12"}]}"#
            )
            let cursor = try #require(first["next"]?.text)
            let second = try await ledger.succeed(
                "listStock",
                query: ["limit": "2", "cursor": cursor]
            )
            #expect(second.items.map { $0["onHand"]?.text } == ["10", "10"])
            #expect(second.items.map { $0["available"]?.text } == ["10", "10"])
        }
    }

    @Test(arguments: [false, true])
    func `what is rare is found as what is frequent is`(hasStatistics: Bool) async throws {
        try await LedgerBench.with { ledger in
            for number in 10..<60 { try await ledger.variant("ITEM-\(number)") }
            try await ledger.variant("ZZZ", name: "Café\nLATTE")
            for number in 10..<60 { try await ledger.receive(1, of: "ITEM-\(number)") }
            try await ledger.receive(1, of: "ZZZ", at: "LDN-1")
            if hasStatistics {
                try await PostgresSession.with(ledger.database.administration) { session in
                    try await session.execute(script: "analyze variant")
                }
                let frequency = try await VariantSample(database: ledger.database.pool)
                    .frequency(of: "ZZ")
                #expect(frequency == 1.0 / 51)
            }
            func skus(_ query: [String: String]) async throws -> [String?] {
                try await ledger.succeed(
                    "listStock",
                    query: query.merging(["limit": "2"]) { old, _ in old }
                ).items.map { $0["sku"]?.text }
            }
            #expect(try await skus(["q": "item"]) == ["ITEM-10", "ITEM-11"])
            #expect(try await skus(["q": "m-3"]) == ["ITEM-30", "ITEM-31"])
            #expect(try await skus(["q": "laTTe"]) == ["ZZZ"])
            #expect(try await skus(["q": "fé\nLat"]) == ["ZZZ"])
            #expect(try await skus(["q": "zzz\ncaf"]) == [])
            #expect(try await skus(["location": "LDN-1"]) == ["ZZZ"])
            #expect(try await skus(["locationTree": "LDN-1"]) == ["ZZZ"])
            #expect(try await skus(["locationTree": "LDN", "q": "z"]) == ["ZZZ"])
            #expect(try await skus(["location": "LDN-1", "q": "item"]) == [])
            #expect(try await skus(["q": "100%"]) == [])
            #expect(try await skus(["q": "_"]) == [])
            #expect(try await skus(["location": "LDN-1", "includeZero": "true"]) == ["ZZZ"])
            #expect(try await skus(["location": "LDN"]) == ["ITEM-10", "ITEM-11"])
        }
    }
}
