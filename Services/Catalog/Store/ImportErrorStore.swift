import Contracts
import Kernel
import Postgres

/// The `import_error` table.
enum ImportErrorStore {
    /// A rule that a row breaks.
    struct Line: Codable, Sendable {
        let row: Int
        let sku: String?
        let field: String
        let rule: String
        let message: String
    }

    /// Where a page of errors ends.
    struct Position: Sendable {
        let row: Int32
        let position: Int32
    }

    static func insert(
        _ outcomes: [ImportOutcome],
        of rows: [PendingRow],
        job: ID<Contracts.ImportJob>,
        in transaction: borrowing Transaction
    ) throws {
        var positions: [Position] = []
        var lines: [Line] = []
        for case (let row, .failed(let errors)) in zip(rows, outcomes) {
            for (index, error) in errors.prefix(ImportLimits.maximumErrorsPerRow).enumerated() {
                positions.append(Position(row: Int32(row.number), position: Int32(index)))
                lines.append(
                    Line(
                        row: row.number,
                        sku: row.text(ImportColumn.sku.rawValue),
                        field: error.pointer,
                        rule: error.rule,
                        message: error.message
                    )
                )
            }
        }
        guard !lines.isEmpty else { return }
        try transaction.execute(
            """
            INSERT INTO import_error (import_id, row_number, position, sku, field, rule, message)
            SELECT \(job), * FROM unnest(
                \(positions.map(\.row)), \(positions.map(\.position)), \(lines.map(\.sku)),
                \(lines.map(\.field)), \(lines.map(\.rule)), \(lines.map(\.message))
            )
            """
        )
    }

    /// Errors by row, from the one after `position`.
    static func page(
        of job: ID<Contracts.ImportJob>,
        after position: Position,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [(position: Position, line: Line)] {
        let rows = try transaction.execute(
            """
            SELECT row_number, position, sku, field, rule, message
            FROM import_error
            WHERE import_id = \(job)
                AND (row_number, position) > (\(position.row), \(position.position))
            ORDER BY row_number, position
            LIMIT \(limit)
            """
        )
        return try rows.map { row in
            let number = try row.decode("row_number", as: Int32.self)
            let position = Position(row: number, position: try row.decode("position"))
            let line = Line(
                row: Int(number),
                sku: try row.decode("sku"),
                field: try row.decode("field"),
                rule: try row.decode("rule"),
                message: try row.decode("message")
            )
            return (position, line)
        }
    }
}
