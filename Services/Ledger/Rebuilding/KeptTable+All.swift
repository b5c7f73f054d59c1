extension KeptTable {
    /// Every table in which the role of the ledger may update or delete.
    static let all =
        Self.stock + Self.documents + Self.costs + Self.followers + Self.registers + Self.messages

    private static let posting = "whoever posts"

    private static let stock = [
        KeptTable("balance", by: Self.posting, StockAuditor.book, .alone),
        KeptTable("availability", by: Self.posting, StockAuditor.book, .alone),
        KeptTable("serial", by: Self.posting, DocumentAuditor.book, .alone),
        KeptTable(
            "month_total",
            by: "audit",
            StockAuditor.book,
            .anew("where an audit finds it wrong")
        ),
    ]

    private static let documents = [
        KeptTable("reservation_line", by: Self.posting, DocumentAuditor.book, .alone),
        KeptTable("reservation", by: Self.posting, DocumentAuditor.book, .with("reservation_line")),
        KeptTable("transfer_line", by: Self.posting, DocumentAuditor.book, .alone),
        KeptTable("transfer_order", by: Self.posting, DocumentAuditor.book, .with("transfer_line")),
        KeptTable("handling_unit", by: Self.posting, DocumentAuditor.book, .alone),
        KeptTable(
            "handling_unit_serial",
            by: "numbering",
            .original("the last number that was given")
        ),
        KeptTable("proposal", by: "people", .original("what was proposed and decided")),
        KeptTable("stock_count", by: "people", .original("a document, with `count_change`")),
        KeptTable("count_line", by: "people", .original("what was seen, with `count_look`")),
        KeptTable(
            "count_result",
            by: "`CountWatcher`",
            .anew("whenever something before the count is recorded")
        ),
        KeptTable("period", by: "people", .original("a document, with `period_change`")),
    ]

    private static let costs = [
        KeptTable("cost_layer", by: "`CostKeeper`", CostAuditor.book, .alone),
        KeptTable("cost_debt", by: "`CostKeeper`", CostAuditor.book, .alone),
        KeptTable("cost_pool", by: "`CostKeeper`", CostAuditor.book, .alone),
        KeptTable("cost_method", by: "`CostKeeper`", CostAuditor.book, .alone),
        KeptTable(
            "cost_total",
            by: "audit",
            CostAuditor.book,
            .anew("where an audit finds it wrong")
        ),
        KeptTable(
            "cost_policy",
            by: "people",
            .original("a setting; orders about costs are its history")
        ),
    ]

    private static let followers = [
        KeptTable("dashboard_day", by: "`DashboardKeeper`", DayAuditor.book, .alone),
        KeptTable(
            "day_total",
            by: "audit",
            DayAuditor.book,
            .anew("where an audit finds it wrong")
        ),
        KeptTable(
            "dashboard_stock",
            by: "`DashboardKeeper`",
            .anew("as a whole, every five minutes")
        ),
        KeptTable(
            "dashboard_value",
            by: "`DashboardKeeper`",
            .anew("as a whole, every five minutes")
        ),
        KeptTable(
            "stock_class",
            by: "`CountPlanner`",
            .anew("for a warehouse at a time, every day")
        ),
        KeptTable("audit_position", by: "audit", .position("the audit")),
        KeptTable("cost_position", by: "`CostKeeper`", .position("the book of costs")),
        KeptTable("count_position", by: "`CountWatcher`", .position("the search for late facts")),
        KeptTable(
            "dashboard_position",
            by: "`DashboardKeeper`",
            .position("the days of dashboards")
        ),
        KeptTable("period_sealing", by: "`PeriodSealer`", .position("the sealing of a period")),
        KeptTable(
            "replica_mark",
            by: "whoever reads a standby",
            .position("the journal, for a standby")
        ),
    ]

    private static let registers = [
        KeptTable("location", by: "people", .original("a register, with `location_placement`")),
        KeptTable("lot", by: "people", DocumentAuditor.book, .alone),
        KeptTable("removal_rule", by: "people", .original("a setting")),
        KeptTable("count_plan", by: "people", .original("a setting")),
        KeptTable("person", by: Self.posting, .original("what may be forgotten")),
    ]

    private static let messages = [
        KeptTable(
            "variant",
            by: "messages",
            .exchange("told by the catalog, with `former_category`")
        ),
        KeptTable("barcode", by: "messages", .exchange("told by the catalog")),
        KeptTable(
            "category",
            by: "messages",
            .exchange("told by the catalog, with `former_path`")
        ),
        KeptTable("outbox", by: Self.posting, .exchange("waits to be told")),
        KeptTable("inbox", by: "messages", .exchange("what was answered already")),
        KeptTable("inbox_untimed", by: "messages", .exchange("what was answered already")),
        KeptTable("request_log", by: Self.posting, .exchange("what was answered already")),
        KeptTable("dead_letter", by: "messages", .exchange("waits for people")),
    ]

    private init(_ name: String, by maker: String, _ book: String, _ rebuild: Rebuilt) {
        self.init(name: name, maker: maker, audit: .book(book), rebuild: rebuild)
    }

    private init(_ name: String, by maker: String, _ rebuild: Rebuilt) {
        self.init(name: name, maker: maker, audit: .nobody, rebuild: rebuild)
    }
}
