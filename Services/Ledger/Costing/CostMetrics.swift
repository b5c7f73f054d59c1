import Metrics

/// What the ledger measures of costing.
enum CostMetrics {
    /// How long what was recorded last and is not costed has been in the journal.
    static let lag = Gauge(label: "ledger_cost_lag_seconds")
    static let facts = Counter(label: "ledger_costed_facts_total")
    static let lines = Counter(label: "ledger_cost_lines_total")
}
