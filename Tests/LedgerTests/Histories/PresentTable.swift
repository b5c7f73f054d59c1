import Postgres

/// What a table tells of how things are, without how they came to be so.
struct PresentTable {
    let name: String
    /// What is read; the table itself where there is nothing.
    var rows: String?
    /// How often a row was written and when, and what else is a memory of what is over.
    var memories = ["version", "updated_at"]
    /// Rows of nothing are as good as none.
    var condition = "true"

    init(
        _ name: String,
        rows: String? = nil,
        memories: [String] = [],
        where condition: String = "true"
    ) {
        self.name = name
        self.rows = rows
        self.memories += memories
        self.condition = condition
    }

    /// Tables that are the same again once an entry is undone, whenever it took effect.
    static let all =
        Self.stock + Self.documents + Self.costs + Self.dashboards + Self.registers.map { Self($0) }

    private static let stock = [
        Self("balance", where: "on_hand <> 0"),
        Self("availability", where: "(on_hand, withheld, reserved, reservations) <> (0, 0, 0, 0)"),
        // Where a unit went that is not ours any more is remembered.
        Self(
            "serial",
            memories: ["moved_at"],
            where: "location IN (SELECT id FROM location WHERE warehouse IS NOT NULL)"
        ),
    ]

    private static let documents = [
        Self("reservation"), Self("reservation_line"), Self("transfer_order"),
        Self("transfer_line"),
        // A unit that came back is where it stood, and still says where that was.
        Self("handling_unit", memories: ["stood_in"]), Self("handling_unit_serial"),
        Self("proposal"), Self("stock_count"), Self("count_line"), Self("period"),
    ]

    private static let costs = [
        Self("cost_layer"),
        // By the line of the book that owes it, which is another one each time.
        Self("cost_debt", memories: ["line"]),
        // What such goods last cost is known from then on.
        Self(
            "cost_pool",
            memories: ["unit_cost"],
            where: "(value, quantity, layer_value, owed_quantity, owed_value) <> (0, 0, 0, 0, 0)"
        ),
        Self("cost_method"), Self("cost_policy"),
    ]

    private static let dashboards = [
        Self("dashboard_stock"), Self("dashboard_value", where: "value <> 0"),
    ]

    private static let registers = [
        "location", "lot", "removal_rule", "count_plan", "person", "variant", "barcode", "category",
    ]

    /// Tables that tell of days and months: the same again where an entry is undone for the time at which
    /// it took effect.
    static let ofTimes = [
        Self("month_total", where: "quantity <> 0"),
        Self("cost_total", where: "(quantity, value) <> (0, 0)"),
        Self("dashboard_day", rows: Self.moved(in: "dashboard_day")),
        Self("day_total", rows: Self.moved(in: "day_total")),
        // Whether somebody has looked again, and how often.
        Self("count_result", memories: ["marks", "settled", "settled_at"]),
    ]

    /// What came to each warehouse each day, less what went: a reversal is another kind of entry, and what
    /// goes back to another warehouse goes out.
    private static func moved(in table: String) -> String {
        """
        SELECT day, warehouse, sum(received) AS received, sum(sold) AS sold,
            sum(adjusted) AS adjusted, sum(scrapped) AS scrapped, sum(produced) AS produced,
            sum(transferred_in - transferred_out) AS transferred
        FROM \(table)
        GROUP BY 1, 2
        HAVING (sum(received), sum(sold), sum(adjusted), sum(scrapped), sum(produced),
            sum(transferred_in - transferred_out)) <> (0, 0, 0, 0, 0, 0)
        """
    }

    /// What a reversal does not bring back, and why.
    ///
    /// Tables to which rows are only added are not even among those that are kept: entries, movements, the
    /// lines of the book of costs and what changed of documents are the history, in which both stand.
    static let history = [
        "stock_class": "follows from what was sold, which a count planner looks at once a day",
        "audit_position": Self.position,
        "cost_position": Self.position,
        "count_position": Self.position,
        "dashboard_position": Self.position,
        "period_sealing": Self.position,
        "replica_mark": Self.position,
        "outbox": "others are told of both",
        "inbox": Self.answers,
        "inbox_untimed": Self.answers,
        "request_log": Self.answers,
        "dead_letter": "what nobody could read",
    ]

    private static let position = "how far somebody has followed the journal, which is longer now"
    private static let answers = "what was answered to each"

    /// The rows that count as one text each, in order.
    var statement: SQL {
        let source = self.rows.map { "(\($0))" } ?? self.name
        return SQL(
            verbatim: """
                SELECT (
                    to_jsonb(kept_row) - '{\(self.memories.joined(separator: ","))}'::text[]
                )::text AS text
                FROM \(source) AS kept_row
                WHERE \(self.condition)
                ORDER BY 1
                """
        )
    }
}
