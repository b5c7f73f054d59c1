import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// The hot statements use their indexes once there are rows enough to choose.
@Suite(.requiresPostgres)
struct PlanTests {
    @Test func `no hot statement reads a whole table`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            for (name, statement) in PlanTests.decisions(ledger) + PlanTests.readings {
                _ = try await PlanTests.plan(of: statement, called: name, for: ledger)
            }
        }
    }

    @Test func `a list reads no more variants than its page needs`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            for (name, query) in PlanTests.lists(ledger) {
                for way in [query.way, query.otherWay].compactMap(\.self) {
                    let plan = try await PlanTests.plan(
                        of: query.statement(way),
                        called: "\(name), \(way)",
                        for: ledger
                    )
                    // The levels of a page are added up, and not those of all that match.
                    #expect(plan.contains { $0.contains("Incremental Sort") })
                    guard case .walk = way else { continue }
                    #expect(plan.contains { $0.contains("Index Scan using variant_by_sku") })
                }
            }
        }
    }

    @Test func `movements of a place are found by the indexes of places`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            for entry in [[], ["entry.kind = 'sale'"]] as [[SQL]] {
                let page = MovementPage(entry: entry, place: ledger.bin, limit: 51)
                let plan = try await PlanTests.plan(
                    of: page.statement,
                    called: "movements of a place",
                    for: ledger,
                    prefersIndexes: true
                )
                // How far back the page goes may be found by the kind of entry instead.
                for end in ["from_location", "to_location"] {
                    let uses = plan.count { $0.contains("\(end)_recorded_at_idx") }
                    #expect(uses >= (entry.isEmpty ? 2 : 1), "\(plan.joined(separator: "\n"))")
                }
            }
        }
    }

    @Test func `what moved long ago is found without reading what was recorded since`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            let variant = ID<Variant>.make()
            try await PlanTests.begin(with: variant, at: ledger.bin, in: ledger)
            let end = Timestamp.now
            var page = EntryPage(
                times: { ["\(identifier: $0).recorded_at < \(end)"] },
                limit: 51
            )
            page.place = ledger.bin
            let here = try await PlanTests.reading(page.statement, in: ledger)
            #expect(here.found == 3)
            #expect(here.read < 100)
            page.place = nil
            page.movement = ["movement.variant = \(variant)"]
            let moved = try await PlanTests.reading(page.statement, in: ledger)
            #expect(moved.found == 3)
            #expect(moved.read < 100)
            page.movement = []
            page.limit = 20_000
            let all = try await PlanTests.reading(page.statement, in: ledger)
            #expect(all.found == 20_000)
            #expect(all.read >= 20_000)
        }
    }

    /// Has the three oldest entries move a variant to a place that nothing else touches.
    private static func begin(
        with variant: ID<Variant>,
        at place: ID<Location>,
        in ledger: LedgerBench
    ) async throws {
        _ = try await ledger.rows(
            """
            INSERT INTO movement (id, entry, line, variant, from_location, to_location, quantity,
                effective_at, recorded_at)
            SELECT gen_random_uuid(), entry.id, 3, \(variant), location.id, \(place), 1, effective_at,
                recorded_at
            FROM (SELECT * FROM entry ORDER BY recorded_at LIMIT 3) AS entry
            JOIN location ON location.kind = 'supplier'
            """
        )
        // As autovacuum does after enough of the journal was added.
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(script: "vacuum analyze movement")
        }
    }

    /// How many rows a statement returns, and how many of the journal it reads for that.
    private static func reading(
        _ statement: SQL,
        in ledger: LedgerBench
    ) async throws -> (found: Int, read: Int64) {
        try await ledger.database.pool.withTransaction { transaction in
            // What the session did before is counted as long as it has not been reported.
            let count: SQL = """
                SELECT sum(coalesce(idx_tup_fetch, 0) + seq_tup_read)::bigint AS rows
                FROM pg_stat_xact_user_tables
                WHERE relname = 'entry' OR starts_with(relname, 'movement')
                """
            transaction.preferIndexes()
            let before = try transaction.execute(count)[0].decode("rows", as: Int64.self)
            let rows = try transaction.execute(statement).count
            let after = try transaction.execute(count)[0].decode("rows", as: Int64.self)
            return (rows, after - before)
        }
    }

    /// What a batch of commands reads and locks.
    private static func decisions(_ ledger: LedgerBench) -> [(String, SQL)] {
        let variant = ID<Variant>.make()
        let key = Availability.Key(variant: variant, warehouse: ledger.warehouse)
        let place = Balance.Key(variant: variant, location: ledger.warehouse)
        let serial = StockSerial.Key(variant: variant, number: "A")
        let reference = Reference(source: "till", document: "1")
        return [
            ("variants", VariantStore.named([variant], skus: ["SKU-1"], barcodes: ["1"])),
            ("entries", JournalStore.entries([.make()], of: [reference])),
            ("movements", JournalStore.movements([.make()], of: [reference])),
            ("what was undone", JournalStore.undone(of: [.make()])),
            (
                "promises of shipments",
                ReservationStore.lock(ReservationStore.shipped([.make()], [reference]))
            ),
            ("orders", TransferStore.lock(TransferStore.wanted([.make()], [reference]))),
            ("lines of orders", TransferStore.lines(TransferStore.wanted([.make()], []))),
            ("loads of orders", TransferStore.loads(TransferStore.wanted([.make()], []))),
            ("availability", AvailabilityStore.lock([key])),
            (
                "balances",
                BalanceStore.inPlaces([place], lots: [], keys: [], serials: [serial])
            ),
            ("known availability", AvailabilityStore.update([])),
            ("known balances", BalanceStore.update([])),
            ("locks of units", SerialStore.lock([.make()], keys: [serial])),
            ("units", SerialStore.whereabouts([.make()], keys: [serial])),
            ("use of variants", VariantStore.markUsed([variant])),
        ]
    }

    private static let readings: [(String, SQL)] = [
        ("latest entry", JournalStore.lastRecorded),
        ("dependants", DependantPage(entry: .make(), recordedAt: .now, limit: 51).statement),
        ("what moved", JournalStore.moved([.make()], after: .now)),
        ("stock of a batch of SKUs", PresentStock.statement(of: ["SKU-1", "SKU-2"])),
        (
            "stock of a SKU",
            VariantStockQuery(sku: "SKU-1", horizon: .now, maximumPlaces: 500).statement
        ),
        (
            "movements of a variant",
            MovementPage(movement: ["movement.variant = \(ID<Variant>.make())"], limit: 51)
                .statement
        ),
    ]

    private static func lists(_ ledger: LedgerBench) -> [(String, StockQuery)] {
        var stock = StockQuery(limit: 51)
        stock.showsReserved = true
        stock.places = ["location.kind <> 'transit'"]
        stock.after = StockPosition(sku: "SKU-01000", variant: .make(), place: "LDN", lot: "")
        var past = stock
        past.time.knownAt = .now
        var effect = past
        effect.time.asOf = .now
        var search = stock
        let pattern = "%u-0100%"
        search.variants = ["variant.folded LIKE (SELECT lower(\(pattern)))"]
        var rare = search
        rare.frequency = 0
        rare.holders = [.holders(in: "location.id = \(ledger.bin)")]
        var shelf = stock
        shelf.showsReserved = false
        shelf.places.append("location.id = \(ledger.bin)")
        shelf.holders = [.holders(in: "location.id = \(ledger.bin)")]
        var depot = stock
        depot.holders = [.holders(inWarehouse: ledger.warehouse)]
        return [
            ("stock", stock), ("past stock", past), ("stock of a day", effect),
            ("search", search), ("rare search", rare), ("stock of a place", shelf),
            ("stock of a warehouse", depot),
        ]
    }

    /// The plan that a session keeps for all values; one for these values alone could be better.
    ///
    /// Expects that it reads no whole table.
    static func plan(
        of statement: SQL,
        called name: String,
        for ledger: LedgerBench,
        prefersIndexes: Bool = false
    ) async throws -> [String] {
        let plan = try await self.plan(of: statement, for: ledger, prefersIndexes)
        let scans = plan.filter(PlanTests.isScan)
        #expect(scans.isEmpty, "\(name):\n\(plan.joined(separator: "\n"))")
        return plan
    }

    private static func plan(
        of statement: SQL,
        for ledger: LedgerBench,
        _ prefersIndexes: Bool
    ) async throws -> [String] {
        try await ledger.database.pool.withTransaction { transaction in
            if prefersIndexes { transaction.preferIndexes() }
            try transaction.execute(statement)
            let prepared = try transaction.execute(
                """
                SELECT name, cardinality(parameter_types) AS count
                FROM pg_prepared_statements
                WHERE statement = \(statement.text)
                """
            )[0]
            let count = Int(try prepared.decode("count", as: Int32.self))
            let values = Array(repeating: "NULL", count: count).joined(separator: ", ")
            let name: String = try prepared.decode("name")
            let call = count == 0 ? name : "\(name)(\(values))"
            return try transaction.execute(SQL(verbatim: "EXPLAIN EXECUTE \(call)"))
                .map { try $0.decode(0, as: String.self) }
        }
    }

    private static func isScan(_ line: String) -> Bool {
        // The partitions of months to come are empty, and cost nothing to read.
        guard !line.contains("cost=0.00..0.00") else { return false }
        return Self.tables.contains { table in line.contains("Seq Scan on \(table)") }
    }

    private static let tables = [
        "variant", "balance", "availability", "entry", "movement", "serial",
    ]

    /// Ten thousand variants with stock and a unit each, and forty thousand movements.
    static func fill(_ ledger: LedgerBench) async throws {
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(
                script: """
                    insert into variant (id, sku, name, status, base_unit, tracking, has_expiry,
                        version)
                    select gen_random_uuid(), 'SKU-' || lpad(n::text, 5, '0'), 'Thing ' || n,
                        'active', 'each', 'none', false, 1
                    from generate_series(1, 10000) as n;
                    insert into balance (variant, location, lot, on_hand, is_oversold, version)
                    select id, '\(ledger.warehouse)', '\(ID<Lot>.none)', 10000, false, 1
                    from variant;
                    insert into availability
                    select variant, location, on_hand, 0, 0, false, 1 from balance;
                    insert into serial (id, variant, number, location, moved_at)
                    select gen_random_uuid(), id, sku, '\(ledger.warehouse)', now() from variant;
                    insert into entry (id, kind, effective_at, recorded_at, actor_kind, actor_name,
                        cause)
                    select gen_random_uuid(), 'receive', now(), now() - n * interval '1 second',
                        'user', 'x', gen_random_uuid()
                    from generate_series(1, 20000) as n;
                    insert into movement (id, entry, line, variant, from_location, to_location,
                        quantity, effective_at, recorded_at)
                    select gen_random_uuid(), entry.id, 1, variant.id,
                        '00000000-0000-7000-8000-000000000001', '\(ledger.warehouse)', 1,
                        effective_at, recorded_at
                    from (select *, row_number() over () as n from entry) as entry
                    join (select *, row_number() over () as n from variant) as variant
                        on variant.n = entry.n % 10000 + 1
                    cross join generate_series(1, 2);
                    analyze;
                    """
            )
        }
    }
}
