import Metrics

/// What the ledger measures of its counts.
enum CountMetrics {
    /// How long the oldest movement has been in the journal that was not compared with counts.
    static let lag = Gauge(label: "ledger_count_lag_seconds")
    /// Results that could not be evaluated and are tried again.
    static let unsettled = Gauge(label: "ledger_counts_unsettled")
    static let corrections = Counter(label: "ledger_count_corrections_total")
    static let generated = Counter(label: "ledger_counts_generated_total")
}
