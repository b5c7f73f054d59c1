import Postgres

/// Tables of a session that stand in the way of the live ones of the same names.
///
/// What keeps projections runs on them as it does on the live ones. They are gone when the session
/// ends, whatever ends it, and nobody else sees them.
enum BesideTables {
    static let stock = [
        "audit_position", "month_total", "balance", "availability", "reservation",
        "reservation_line",
    ]
    static let costs = [
        "cost_entry", "cost_shift", "cost_layer", "cost_debt", "cost_pool", "cost_method",
        "cost_position",
        "cost_beginning",
    ]
    static let days = ["dashboard_day", "dashboard_position"]
    static let documents = ["lot", "transfer_order", "transfer_line", "serial", "handling_unit"]
    static let all = Self.stock + Self.costs + Self.days + Self.documents

    /// Tells the planner what they hold by now: plans that were made when they were empty are made again.
    static func analysis(_ tables: [String]) -> String {
        "ANALYZE \(tables.map { "pg_temp.\($0)" }.joined(separator: ", "))"
    }

    /// Takes over how each variant began to be costed: what is made again begins as the live book did.
    static func beginnings(in schema: String) -> SQL {
        SQL(
            verbatim: """
                INSERT INTO pg_temp.cost_beginning
                SELECT * FROM \(schema).cost_beginning
                ON CONFLICT DO NOTHING
                """
        )
    }

    /// What makes them anew, as empty as a new ledger has them.
    static func creation(_ tables: [String], in schema: String) -> String {
        var script = """
            SET client_min_messages = warning;
            -- Rows are told as text.
            SET TimeZone = 'UTC';
            SET DateStyle = 'ISO';

            """
        for table in tables {
            script += """
                DROP TABLE IF EXISTS pg_temp.\(table);
                CREATE TEMPORARY TABLE \(table) (LIKE \(schema).\(table) \(self.parts(of: table)));

                """
        }
        for table in ["audit_position", "dashboard_position"] where tables.contains(table) {
            script += "INSERT INTO \(table) DEFAULT VALUES;\n"
        }
        if tables.contains("cost_position") {
            script += """
                INSERT INTO cost_position (
                    recorded_at, source, last_number, costed_to, currency, shifts_from
                )
                SELECT '0001-01-01 00:00:00Z', '00000000-0000-0000-0000-000000000000', 0,
                    '0001-01-01 00:00:00Z', currency, shifts_from
                FROM \(schema).cost_position;

                """
        }
        return script
    }

    /// What a table takes over of the live one besides its columns.
    ///
    /// Of documents that somebody has changed what follows may be what no rule of the table allows; it is to
    /// be shown all the same.
    private static func parts(of table: String) -> String {
        switch table {
        case "handling_unit": "INCLUDING DEFAULTS"
        case _ where self.documents.contains(table): "INCLUDING DEFAULTS INCLUDING INDEXES"
        default: "INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES"
        }
    }
}
