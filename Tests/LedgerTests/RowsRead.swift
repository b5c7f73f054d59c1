import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// How many rows of which table a question made the database read.
///
/// Counted by the database itself while the question runs with its own values and settings, so that a
/// plan which reads a table whole shows whatever it looks like.
struct RowsRead: Sendable, CustomStringConvertible {
    let tables: [String: Int64]

    var sum: Int64 { self.tables.values.reduce(0, +) }

    var description: String {
        self.tables.sorted { $0.value > $1.value }.map { "\($0.key) \($0.value)" }
            .joined(separator: ", ")
    }

    typealias Question = @Sendable (borrowing Transaction) throws -> Void

    /// Asks, and takes everything back.
    ///
    /// - Parameter indexes: Some that are not there while it is asked.
    static func counted(
        in ledger: LedgerBench,
        without indexes: [String] = [],
        _ ask: Question
    ) async throws -> RowsRead {
        try await PostgresSession.with(ledger.database.administration) { session in
            do {
                return try await session.withTransaction { transaction in
                    for index in indexes { try transaction.execute(script: Self.dropping(index)) }
                    let before = try Self.read(in: transaction)
                    try ask(transaction)
                    let after = try Self.read(in: transaction)
                    throw TakenBack(
                        read: RowsRead(
                            tables: after.tables.merging(before.tables, uniquingKeysWith: -)
                                .filter { $0.value != 0 }
                        )
                    )
                }
            } catch let end as TakenBack {
                return end.read
            }
        }
    }

    private struct TakenBack: Error {
        let read: RowsRead
    }

    /// Partitions count as their table, and entries of a B-tree as rows.
    ///
    /// Once a table is vacuumed, its index alone may answer (manual, section "Index-Only Scans"). A BRIN
    /// counts pages as if each were ten rows, and is left out.
    private static func read(in transaction: borrowing Transaction) throws -> RowsRead {
        let rows = try transaction.execute(
            """
            SELECT regexp_replace(relname, '^movement_.*', 'movement') AS name,
                sum(
                    seq_tup_read
                        + greatest(
                            coalesce(idx_tup_fetch, 0),
                            (
                                SELECT coalesce(
                                    sum(pg_stat_get_xact_tuples_returned(indexrelid)), 0
                                )
                                FROM pg_index
                                JOIN pg_class ON pg_class.oid = indexrelid
                                JOIN pg_am ON pg_am.oid = relam
                                WHERE indrelid = relid AND amname = 'btree'
                            )
                        )
                )::bigint AS rows
            FROM pg_stat_xact_user_tables
            GROUP BY 1
            """
        )
        return RowsRead(
            tables: Dictionary(
                uniqueKeysWithValues: try rows.map {
                    (try $0.decode("name"), try $0.decode("rows"))
                }
            )
        )
    }

    /// Drops an index, with the rule that it serves where it serves one.
    private static func dropping(_ index: String) -> String {
        """
        do $$
        declare
            owner regclass := (
                select conrelid from pg_constraint
                where conname = '\(index)' and conparentid = 0
                    and connamespace = 'ledger'::regnamespace
            );
        begin
            if owner is null then
                drop index ledger.\(index);
            else
                execute format('alter table %s drop constraint \(index) cascade', owner);
            end if;
        end
        $$
        """
    }
}

/// A question that is asked often, or of much.
struct HotRead: Sendable {
    let name: String
    /// Rows that it may read; without the indexes it reads more.
    let limit: Int64
    let indexes: [String]
    let ask: RowsRead.Question

    init(
        _ name: String,
        atMost limit: Int64,
        by index: String,
        or other: String? = nil,
        _ ask: @escaping RowsRead.Question
    ) {
        self.name = name
        self.limit = limit
        self.indexes = [index] + [other].compactMap(\.self)
        self.ask = ask
    }

    /// Expects that it reads few rows because of its index, and many where that is gone.
    func expectFew(in ledger: LedgerBench) async throws {
        let few = try await RowsRead.counted(in: ledger, self.ask)
        #expect(few.sum > 0, "\(self.name) reads nothing")
        #expect(few.sum <= self.limit, "\(self.name) reads \(few)")
        let many = try await RowsRead.counted(in: ledger, without: self.indexes, self.ask)
        #expect(many.sum > self.limit, "\(self.name) without \(self.indexes) reads \(many)")
    }
}
