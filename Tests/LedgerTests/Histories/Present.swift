import Postgres
import TestSupport

@testable import Ledger

/// What there is at one moment, table by table.
struct Present {
    private let rows: [String: [String]]

    init(of ledger: LedgerBench) async throws {
        let tables = PresentTable.all + PresentTable.ofTimes
        let statements = tables.map(\.statement)
        let found = try await ledger.database.pool.withTransaction { transaction in
            try transaction.pipeline(statements)
        }
        var rows: [String: [String]] = [:]
        for (table, lines) in zip(tables, found) {
            rows[table.name] = try lines.map { try $0.decode("text", as: String.self) }
        }
        self.rows = rows
    }

    /// Rows of some tables that are only here, and those that are only there.
    func differences(from other: Present, in tables: [PresentTable]) -> [String] {
        tables.map(\.name).flatMap { table in
            let own = Set(self.rows[table, default: []])
            let others = Set(other.rows[table, default: []])
            return own.subtracting(others).map { "\(table) has \($0)" }
                + others.subtracting(own).map { "\(table) lacks \($0)" }
        }
    }

    /// Whether less is there of something than is promised or withheld.
    var isShort: Bool {
        self.rows["availability", default: []].contains { $0.contains(#""is_short": true"#) }
    }
}
