import Metrics

/// What pos-ingest measures.
enum PosIngestMetrics {
    /// How long the ledger has owed the answer about a message.
    static let oldestPending = Gauge(label: "pos_pending_oldest_age_seconds")
}
