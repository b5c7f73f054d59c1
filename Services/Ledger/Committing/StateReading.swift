import LedgerDomain
import Postgres

/// Statements of one round trip, each with what becomes of its rows.
struct StateReading: ~Copyable {
    typealias Use = (_ rows: ArraySlice<Rows>, inout LedgerState) throws -> Void

    private var statements: [SQL] = []
    private var uses: [(count: Int, use: Use)] = []

    /// Adds a statement that is executed for what it does.
    mutating func add(_ statement: SQL) {
        self.add(statement) { _, _ in }
    }

    /// Adds a statement whose rows are taken into the state.
    mutating func add(
        _ statement: SQL,
        _ use: @escaping (Rows, inout LedgerState) throws -> Void
    ) {
        self.statements.append(statement)
        self.uses.append((1, { rows, state in try use(rows[rows.startIndex], &state) }))
    }

    /// Adds statements whose rows belong together.
    mutating func add(
        _ statements: [SQL],
        _ use: @escaping ([Rows], inout LedgerState) throws -> Void
    ) {
        self.statements += statements
        self.uses.append((statements.count, { rows, state in try use(Array(rows), &state) }))
    }

    /// Executes the statements in the order in which they were added, and then takes their rows in.
    consuming func run(
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws {
        var rows = try transaction.pipeline(self.statements)[...]
        for (count, use) in self.uses {
            try use(rows.prefix(count), &state)
            rows = rows.dropFirst(count)
        }
    }
}
