import Metrics

/// What the ledger measures of its seals.
enum SealMetrics {
    /// How long the oldest movement that is not sealed has been in the journal.
    static let lag = Gauge(label: "ledger_seal_lag_seconds")
    static let movements = Counter(label: "ledger_sealed_movements_total")
    static let blocks = Counter(label: "ledger_sealed_blocks_total")
    static let checkpoints = Counter(label: "ledger_checkpoints_signed_total")
}
