import Foundation
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What can be wrong is known, with who would find it.
@Suite(.requiresPostgres)
struct KeptTableTests {
    /// Tables of which the role of the service may change or delete rows, or columns of rows.
    private static let writable: SQL = """
        SELECT relation.relname::text AS name
        FROM pg_class AS relation
        WHERE relation.relnamespace = 'ledger'::regnamespace AND relation.relkind IN ('r', 'p')
            AND NOT relation.relispartition
            AND (
                has_table_privilege('ledger', relation.oid, 'UPDATE, DELETE, TRUNCATE')
                OR has_any_column_privilege('ledger', relation.oid, 'UPDATE')
            )
        ORDER BY 1
        """

    @Test func `each table that the service may change is rebuilt, or it is said why not`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let names: [String] = try await ledger.rows(Self.writable).map { try $0.decode("name") }
            #expect(names.count > 30)
            #expect(Set(KeptTable.all.map(\.name)).count == KeptTable.all.count)
            let known = Set(KeptTable.all.map(\.name))
            #expect(Set(names).subtracting(known) == [], "nobody says who would find a wrong row")
            #expect(known.subtracting(names) == [], "there is no such table, or it only grows")
        }
    }

    @Test func `what is said to be rebuilt is, and what is rebuilt is audited`() {
        let rebuilt = Set(KeptTable.all.filter { $0.rebuild == .alone }.map(\.name))
        // Lines and shifts of costs only grow.
        let only = Set([RebuiltTable.lines.name, RebuiltTable.shifts.name])
        #expect(rebuilt == Set(RebuiltTable.all.map(\.name)).subtracting(only))
        for table in KeptTable.all where table.rebuild == .alone {
            #expect(table.audit != .nobody, "\(table.name)")
        }
        for table in KeptTable.all {
            if case .with(let other) = table.rebuild { #expect(rebuilt.contains(other)) }
        }
    }

    @Test func `the documentation lists the same`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/rebuild.md"), encoding: .utf8)
        let start = try #require(page.range(of: "| table | who writes it |"))
        let lines = page[start.lowerBound...].split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let rows = lines.dropFirst(2).prefix { $0.hasPrefix("|") }.map(String.init)
        #expect(rows == KeptTable.all.map(\.text))
    }
}
