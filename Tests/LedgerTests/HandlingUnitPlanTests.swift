import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Ten thousand pallets have come and gone, and who works with one reads what concerns that one.
@Suite(.requiresPostgres)
struct HandlingUnitPlanTests {
    private static let gone = 10_000

    /// Makes pallets that have left; each has had one variant.
    private static func fill(_ ledger: LedgerBench) async throws {
        try await PlanTests.fill(ledger)
        try await PostgresSession.with(ledger.database.administration) { session in
            try await session.execute(
                script: """
                    insert into location (id, code, name, kind, parent, warehouse, path, status)
                    select id, 'U' || n, 'U' || n, 'unit', '\(ledger.warehouse)',
                        '\(ledger.warehouse)', array['\(ledger.warehouse)'::uuid, id], 'retired'
                    from (
                        select gen_random_uuid() as id, n from generate_series(1, \(Self.gone)) as n
                    ) as unit;
                    insert into handling_unit (
                        id, code, type, status, location, stood_in, actor_kind, actor_name,
                        created_at, updated_at, version
                    )
                    select gen_random_uuid(), code, 'pallet', 'shipped', id, '\(ledger.bin)', 'user',
                        'x', now(), now(), 2
                    from location where kind = 'unit';
                    insert into handling_unit_place
                    select unit.id, location.warehouse, location.id
                    from handling_unit as unit join location on location.id = unit.location;
                    insert into handling_unit_change
                    select id, version, 'shipped', 'shipped', stood_in, location, null, null, 'user',
                        null, 'x', now()
                    from handling_unit;
                    insert into balance (variant, location, lot, on_hand, is_oversold, version)
                    select (select id from variant where sku = 'SKU-00001'), location,
                        '\(ID<Lot>.none)', 0, false, 1
                    from handling_unit;
                    analyze;
                    """
            )
        }
    }

    @Test func `whoever works with a pallet reads no other`() async throws {
        try await LedgerBench.with { ledger in
            try await Self.fill(ledger)
            let units: [ID<HandlingUnit>] = [.make()]
            let places: [ID<Location>] = [.make()]
            let steps = HandlingUnitStore.statements(of: units, at: places, going: places)
            let statements: [(String, SQL)] =
                steps.enumerated().map { ("rows \($0.offset) of a step", $0.element) } + [
                    ("goods", HandlingUnitStore.contents(of: places, limit: 10)[0]),
                    ("pieces", HandlingUnitStore.contents(of: places, limit: 10)[1]),
                    ("counts", HandlingUnitStore.counted(places)),
                    ("roots", LocationStore.roots),
                    ("places by code", LocationStore.named([.make()], codes: ["U1"])),
                ]
            for (name, statement) in statements {
                let plan = try await PlanTests.plan(
                    of: statement,
                    called: name,
                    for: ledger,
                    prefersIndexes: true
                )
                let scans = plan.filter { line in
                    ["location", "handling_unit", "handling_unit_place", "count_line"]
                        .contains { line.contains("Seq Scan on \($0)") }
                }
                #expect(scans == [], "\(name):\n\(plan.joined(separator: "\n"))")
            }
        }
    }

    @Test func `pallets that have left make the stock of a variant no longer`() async throws {
        try await LedgerBench.with { ledger in
            try await Self.fill(ledger)
            let rows = try await ledger.rows(PresentStock.statement(of: ["SKU-00001"]))
            #expect(rows.count == 1)
            let stock = try await ledger.succeed("getStock", path: ["sku": "SKU-00001"])
            #expect(stock["onHand"]?.text == "1")
        }
    }
}
