import Metrics

/// What operators see of a standby that answers questions.
enum ReplicaMetrics {
    /// By the clock of the primary, from the last mark that the standby shows to the latest.
    static let lag = Gauge(label: "stockbook_database_replica_lag_seconds")
    /// 1 while questions go to the standby.
    static let isUsed = Gauge(label: "stockbook_database_replica_used")
    /// Questions that the primary answered after the standby had not.
    static let fallbacks = Counter(label: "stockbook_database_replica_fallbacks_total")
}
