import Metrics

/// What the ledger measures of dashboards.
enum DashboardMetrics {
    /// How far the figures of days are behind the journal, when they were last computed.
    static let lag = Gauge(label: "ledger_dashboard_lag_seconds")
    /// How long the last computation took, with its rests.
    static let duration = Gauge(label: "ledger_dashboard_refresh_seconds")
    static let movements = Counter(label: "ledger_dashboard_movements_total")
}
