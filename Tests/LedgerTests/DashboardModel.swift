import Contracts
import Kernel
import Postgres
import TestSupport

@testable import Ledger

/// What dashboards have to show, added up movement by movement from the whole journal.
struct DashboardModel: Equatable {
    struct Key: Hashable {
        let day: String
        let warehouse: ID<Location>
        let kind: String
    }

    struct Figures: Equatable {
        var entries: Set<ID<Entry>> = []
        var lines: Set<String> = []
        /// By the kind of the other side.
        var units: [String: Int64] = [:]
    }

    private(set) var figures: [Key: Figures] = [:]
    /// What each warehouse has of what was ever there.
    private(set) var stock: [ID<Location>: [ID<Variant>: Int64]] = [:]

    /// Goes over the journal as it is, as far as it had happened by one time and was recorded by another.
    init(
        _ ledger: LedgerBench,
        asOf: Timestamp? = nil,
        knownAt: Timestamp? = nil
    ) async throws {
        let rows = try await ledger.rows(
            """
            SELECT movement.entry, movement.line, movement.quantity, movement.variant, entry.kind,
                movement.effective_at, movement.recorded_at,
                to_char(movement.effective_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
                origin.warehouse AS origin, origin.kind AS origin_kind,
                target.warehouse AS target, target.kind AS target_kind
            FROM movement, entry, location AS origin, location AS target
            WHERE entry.id = movement.entry AND origin.id = movement.from_location
                AND target.id = movement.to_location
            """
        )
        for row in rows {
            if let asOf, try row.decode("effective_at", as: Timestamp.self) > asOf { continue }
            if let knownAt, try row.decode("recorded_at", as: Timestamp.self) > knownAt { continue }
            let quantity: Int64 = try row.decode("quantity")
            let variant: ID<Variant> = try row.decode("variant")
            let (origin, originKind): (ID<Location>?, String) = try (
                row.decode("origin"), row.decode("origin_kind")
            )
            let (target, targetKind): (ID<Location>?, String) = try (
                row.decode("target"), row.decode("target_kind")
            )
            if let origin { self.stock[origin, default: [:]][variant, default: 0] -= quantity }
            if let target { self.stock[target, default: [:]][variant, default: 0] += quantity }
            if let origin, originKind != "transit" {
                let other = origin == target ? nil : target == nil ? targetKind : "out"
                try self.add(row, at: origin, other, other == "out" ? quantity : -quantity)
            }
            if let target, targetKind != "transit", target != origin {
                try self.add(row, at: target, origin == nil ? originKind : "in", quantity)
            }
        }
    }

    private mutating func add(
        _ row: Row,
        at warehouse: ID<Location>,
        _ other: String?,
        _ quantity: Int64
    ) throws {
        let key = Key(
            day: try row.decode("day"),
            warehouse: warehouse,
            kind: try row.decode("kind")
        )
        let entry: ID<Entry> = try row.decode("entry")
        self.figures[key, default: Figures()].entries.insert(entry)
        self.figures[key, default: Figures()].lines
            .insert("\(entry) \(try row.decode("line", as: Int32.self))")
        guard let other else { return }
        let isOutgoing = other == "customer" || other == "scrap"
        self.figures[key, default: Figures()].units[other, default: 0] +=
            isOutgoing ? -quantity : quantity
    }

    /// The rows that `dashboard_day` has to have, each as text, in order.
    var rows: [String] {
        self.figures.map { key, figures in
            let units = [
                "supplier", "customer", "adjustment", "scrap", "production", "in", "out",
            ].map { "\(figures.units[$0] ?? 0)" }
            return
                ([key.day, "\(key.warehouse)", key.kind, "\(figures.entries.count)"]
                + ["\(figures.lines.count)"] + units).joined(separator: " ")
        }
        .sorted()
    }
}

extension LedgerBench {
    /// The rows of `dashboard_day`, each as text, in order.
    func dashboardDays() async throws -> [String] {
        try await self.rows(
            """
            SELECT concat_ws(' ', day, warehouse, kind, entries, lines, received, sold, adjusted,
                scrapped, produced, transferred_in, transferred_out) AS text
            FROM dashboard_day
            """
        ).map { try $0.decode("text", as: String.self) }.sorted()
    }

    /// Computes the figures of everything that was recorded.
    func refreshDashboards(movements: Int = 20_000) async throws {
        try await self.horizonPassed()
        let keeper = self.dashboardKeeper(movements: movements)
        try await self.database.pool.withDedicatedSession { try await keeper.follow(on: $0) }
    }

    func dashboardKeeper(movements: Int = 20_000) -> DashboardKeeper {
        var limits = DashboardLimits()
        limits.interval = .milliseconds(5)
        limits.movements = movements
        limits.pace = .restless
        return DashboardKeeper(database: self.database.pool, limits: limits)
    }
}
