import CoreMetrics
import Metrics

/// What the ledger measures of its audit.
enum AuditMetrics {
    /// Figures that were put right.
    static let repaired = Counter(label: "ledger_drift_repaired_total")

    /// - Parameter book: What was compared.
    static func count(_ round: AuditRound, of book: String, after time: Duration) {
        let dimensions = [("book", book)]
        // Figures that the round found to be others than what they follow from: to be zero.
        Gauge(label: "ledger_drift", dimensions: dimensions)
            .record(round.drifts.count + round.unsound)
        Gauge(label: "ledger_audit_round_seconds", dimensions: dimensions)
            .record(time / .seconds(1))
        Counter(label: "ledger_audit_rounds_total", dimensions: dimensions).increment()
    }
}
