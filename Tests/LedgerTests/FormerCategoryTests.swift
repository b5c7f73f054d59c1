import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What was in a category stays what it was, wherever the catalog has put it since.
@Suite(.requiresPostgres)
struct FormerCategoryTests {
    private let tools = ID<Contracts.Category>.make()
    private let toys = ID<Contracts.Category>.make()

    /// Four nuts of 2 and a fig of 5, bought forty days ago; only the nuts are in a category.
    private func withNuts(
        _ body: (LedgerBench, _ nut: ID<Variant>) async throws -> Void
    ) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.tell(of: self.tools, "Tools")
            try await ledger.tell(of: self.toys, "Toys")
            let nut = try await ledger.variant("NUT", category: self.tools)
            try await ledger.variant("FIG")
            try await ledger.buy(4, of: "NUT", for: "2", effectiveAt: LedgerBench.daysAgo(40))
            try await ledger.buy(1, of: "FIG", for: "5", effectiveAt: LedgerBench.daysAgo(40))
            try await ledger.cost()
            try await body(ledger, nut)
        }
    }

    /// The present, once everything that was recorded is known and costed.
    private func pause(_ ledger: LedgerBench) async throws -> Timestamp {
        try await ledger.horizonPassed(
            "SELECT (\(fragment: StockTime.lastCategorized)) AS recorded_at"
        )
        try await ledger.cost()
        return try #require(
            try await ledger.succeed("getValuation")["costedTo"]?.text.flatMap { Timestamp($0) }
        )
    }

    @Test func `a variant counts in the category in which it was, by either clock`() async throws {
        try await self.withNuts { ledger, nut in
            var times = [try await self.pause(ledger)]
            for (version, category) in [(2, self.toys), (3, nil), (4, self.tools)]
                as [(Int64, ID<Contracts.Category>?)]
            {
                try await ledger.put(nut, "NUT", in: category, version: version)
                times.append(try await self.pause(ledger))
            }
            let worth = [
                ["none 5", "Tools 8"], ["none 5", "Toys 8"], ["none 13"], ["none 5", "Tools 8"],
            ]
            #expect(try await ledger.worthByCategory() == worth[3])
            for (time, then) in zip(times, worth) {
                #expect(try await ledger.worthByCategory(["asOf": "\(time)"]) == then)
                #expect(try await ledger.worthByCategory(["knownAt": "\(time)"]) == then)
                #expect(
                    try await ledger.worthByCategory([
                        "asOf": "\(time)", "knownAt": "\(times[3])",
                    ]) == then
                )
                #expect(
                    try await ledger.worthByCategory([
                        "asOf": "\(times[3])", "knownAt": "\(time)",
                    ]) == then
                )
                #expect(try await self.dashboard(ledger, ["knownAt": "\(time)"]) == Set(then))
                for clock in ["asOf", "knownAt"] {
                    let skus = try await ledger.skus(in: self.tools, [clock: "\(time)"])
                    #expect(skus == (then.contains("Tools 8") ? ["NUT"] : []), "\(clock)")
                }
            }
            // Before anybody had told of the variant it was where it was first.
            let before = ["asOf": "\(LedgerBench.daysAgo(10))"]
            #expect(try await ledger.worthByCategory(before) == worth[0])
            #expect(try await ledger.skus(in: self.tools, before) == ["NUT"])
        }
    }

    private func dashboard(
        _ ledger: LedgerBench,
        _ times: [String: String]
    ) async throws -> Set<String> {
        let page = try await ledger.succeed("getStockDashboard", query: times)
        return Set(
            (page.items.first?["values"]?["categories"]?.elements ?? [])
                .map { "\($0["category"]?.text ?? "none") \($0["value"]?.text ?? "")" }
        )
    }

    @Test func `an answer about a category stays the same bytes, whatever is put elsewhere`()
        async throws
    {
        try await self.withNuts { ledger, nut in
            try await ledger.tell(of: self.toys, "Toys", below: [self.tools], version: 2)
            try await ledger.put(nut, "NUT", in: self.toys, version: 2)
            let time = ["knownAt": "\(try await self.pause(ledger))"]
            let questions = [
                ("getValuation", ["by": "category"]), ("getStockDashboard", [:]),
                ("listStock", ["category": self.tools.description]),
                ("listStock", ["category": self.toys.description, "by": "location"]),
            ]
            func answers() async -> [String] {
                var answers: [String] = []
                for (operation, query) in questions {
                    let answer = await ledger.ask(operation, query: query.merging(time) { $1 })
                    #expect(answer.status == 200)
                    answers.append(String(decoding: answer.body, as: UTF8.self))
                }
                return answers
            }
            let first = await answers()
            #expect(first.allSatisfy { $0.contains(#""items":[{"#) })
            // The branch leaves its root, the variant its category, and then there is no such category.
            try await ledger.tell(of: self.toys, "Toys", version: 3)
            #expect(try await ledger.skus(in: self.tools) == [])
            #expect(try await ledger.skus(in: self.toys) == ["NUT"])
            #expect(await answers() == first)
            try await ledger.put(nut, "NUT", in: self.tools, version: 3)
            #expect(try await ledger.skus(in: self.tools) == ["NUT"])
            #expect(try await ledger.skus(in: self.toys) == [])
            #expect(await answers() == first)
            let between = ["knownAt": "\(try await self.pause(ledger))"]
            try await ledger.tell(without: self.toys, version: 4)
            try await ledger.tell(without: self.tools, version: 2)
            #expect(try await ledger.skus(in: self.tools) == [])
            #expect(try await ledger.skus(in: self.tools, between) == ["NUT"])
            #expect(await answers() == first)
        }
    }

    @Test func `values of now are in the categories of as far as they are known`() async throws {
        try await self.withNuts { ledger, nut in
            let costedTo = try await self.pause(ledger)
            try await ledger.put(nut, "NUT", in: self.toys, version: 2)
            // Nothing was costed since; that is what the answer says, and what it says again then.
            let now = await ledger.ask("getValuation", query: ["by": "category"])
            let then = await ledger.ask(
                "getValuation",
                query: ["by": "category", "knownAt": "\(costedTo)"]
            )
            #expect(Array(now.body) == Array(then.body))
            #expect(try await ledger.worthByCategory().contains("Tools 8"))
            _ = try await self.pause(ledger)
            #expect(try await ledger.worthByCategory().contains("Toys 8"))
        }
    }

    @Test func `a category that is told of after what is in it was below nothing before`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.tell(of: self.tools, "Tools")
            try await ledger.variant("NUT", category: self.toys)
            try await ledger.buy(4, of: "NUT", for: "2", effectiveAt: LedgerBench.daysAgo(40))
            let then = ["knownAt": "\(try await self.pause(ledger))"]
            let worth = try await ledger.worthOfCategories(then)
            #expect(worth == ["\(self.toys) 8"])
            #expect(try await ledger.skus(in: self.tools, then) == [])
            try await ledger.tell(of: self.toys, "Toys", below: [self.tools])
            let now = ["knownAt": "\(try await self.pause(ledger))"]
            #expect(try await ledger.skus(in: self.tools, then) == [])
            #expect(try await ledger.worthOfCategories(then) == worth)
            for times in [now, [:]] {
                #expect(try await ledger.skus(in: self.tools, times) == ["NUT"])
                #expect(try await ledger.worthByCategory(times) == ["Toys 8"])
            }
        }
    }

    @Test func `a fact that is late, or told twice, leaves nothing behind`() async throws {
        try await self.withNuts { ledger, nut in
            for (version, category, name) in [
                (3, self.toys, "Thing"), (2, self.tools, "Thing"), (3, self.toys, "Thing"),
                (4, self.toys, "Screw nut"),
            ] {
                try await ledger.put(nut, "NUT", in: category, name: name, version: Int64(version))
            }
            try await ledger.tell(of: self.toys, "Toys", below: [self.tools], version: 3)
            try await ledger.tell(of: self.toys, "Toys", version: 2)
            try await ledger.tell(of: self.toys, "Little toys", below: [self.tools], version: 4)
            let left = try await ledger.rows("SELECT variant, category FROM former_category")
            let variants: [ID<Variant>] = try left.map { try $0.decode("variant") }
            let categories: [ID<Contracts.Category>?] = try left.map { try $0.decode("category") }
            #expect(variants == [nut])
            #expect(categories == [self.tools])
            let moved = try await ledger.rows("SELECT category, path FROM former_path")
            let branches: [ID<Contracts.Category>] = try moved.map { try $0.decode("category") }
            let paths: [[ID<Contracts.Category>]] = try moved.map { try $0.decode("path") }
            #expect(branches == [self.toys])
            #expect(paths == [[self.toys]])
        }
    }

    @Test func `no answer names a time before which a category may still change`() async throws {
        try await self.withNuts { ledger, nut in
            let toys = self.toys
            let (horizons, until) = try await ledger.database.pool.withTransaction { transaction in
                let fact = LedgerBench.fact(nut, "NUT", in: toys, version: 2)
                _ = try VariantProjection.save(fact, in: transaction)
                let first = try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
                try CategoryDeletedHandler().handle(
                    CategoryDeleted(categoryId: toys, version: 2),
                    context: MessageContext(LedgerBench.request("test")),
                    in: transaction
                )
                let second = try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
                let until: [Timestamp] = try ["former_category", "former_path"].map { table in
                    try transaction.execute("SELECT until FROM \(identifier: table)")[0]
                        .decode("until")
                }
                return ([first, second], until)
            }
            for (horizon, until) in zip(horizons, until) {
                #expect(horizon.time < until)
                #expect(until < horizon.askedAt)
            }
        }
    }

    @Test func `what something left is never changed by the service`() async throws {
        try await LedgerBench.with { ledger in
            for statement: SQL in [
                "DELETE FROM former_category", "UPDATE former_category SET category = NULL",
                "DELETE FROM former_path", "UPDATE former_path SET path = NULL",
            ] {
                await #expect(throws: PostgresError.self) { try await ledger.rows(statement) }
            }
        }
    }
}
