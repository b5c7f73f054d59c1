import Contracts
import LedgerDomain
import Messaging
import Metrics

/// What the ledger measures.
enum LedgerMetrics {
    static let batchSize = Recorder(label: "ledger_batch_size")
    static let commitSeconds = Timer(label: "ledger_commit_seconds")
    static let queueDepth = Gauge(label: "ledger_commit_queue")
    static let splitBatches = Counter(label: "ledger_batches_split_total")
    static let expired = Counter(label: "ledger_reservations_expired_total")

    static func commands(_ submission: Submission, _ outcome: Outcome) -> Counter {
        Counter(
            label: "ledger_commands_total",
            dimensions: [
                ("command", submission.instruction.command.label), ("outcome", outcome.label),
            ]
        )
    }
}

extension LedgerCommand {
    fileprivate var label: String {
        switch self {
        case .post(let posting): posting.kind.rawValue
        case .reverse: "reverse"
        case .reserve: "reserve"
        case .consume: "ship"
        case .release: "release"
        case .expire: "expire"
        }
    }
}

extension Outcome {
    fileprivate var label: String {
        switch self {
        case .answered(let response): response.status < 300 ? "accepted" : "refused"
        case .done: "accepted"
        case .refused: "refused"
        case .premature: "premature"
        case .clash: "clash"
        case .failed: "failed"
        }
    }
}
