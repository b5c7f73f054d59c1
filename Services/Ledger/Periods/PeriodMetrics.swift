import Metrics

/// What the ledger measures of periods.
enum PeriodMetrics {
    static let sealed = Counter(label: "ledger_periods_sealed_total")
    static let balances = Counter(label: "ledger_period_balances_total")
    /// How long the first period that is being closed has been.
    static let lag = Gauge(label: "ledger_period_seal_lag_seconds")
}
