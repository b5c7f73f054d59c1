import Metrics

/// What the ledger measures of its audit.
enum AuditMetrics {
    /// Figures that the last round found to be others than what follows from the journal: to be zero.
    static let drift = Gauge(label: "ledger_drift")
    /// Figures that were put right.
    static let repaired = Counter(label: "ledger_drift_repaired_total")
    /// How long the last round over all variants took.
    static let round = Gauge(label: "ledger_audit_round_seconds")
    static let rounds = Counter(label: "ledger_audit_rounds_total")
}
