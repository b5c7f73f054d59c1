import Contracts
import Kernel
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
    static let filled = Counter(label: "ledger_backorders_filled_total")
    static let lotsExpired = Counter(label: "ledger_lots_expired_total")

    static func commands(_ submission: Submission, _ outcome: Outcome) -> Counter {
        self.counters[
            CommandLabels(
                command: submission.label,
                outcome: outcome.label
            )
        ]
    }

    private struct CommandLabels: Hashable {
        let command: String
        let outcome: String
    }

    /// By what they are labelled with; to find a counter by its labels takes longer than to count.
    private static let counters = Memo<CommandLabels, Counter>(capacity: 100) { labels in
        Counter(
            label: "ledger_commands_total",
            dimensions: [("command", labels.command), ("outcome", labels.outcome)]
        )
    }
}

extension Submission {
    fileprivate var label: String {
        if case .batch = self.origin { return "batch" }
        return self.instructions.first?.command.label ?? "none"
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
        case .fill: "fill"
        case .extend: "extend"
        case .withdraw: "withdraw"
        case .changeLot: "change-lot"
        case .expireLot: "expire-lot"
        case .inspect: "inspect"
        case .concede: "concede"
        case .order: "order"
        case .carry(let step): step.way.label
        case .cancelOrder: "cancel-order"
        case .handle(let step): step.way.label
        }
    }
}

extension HandlingStep.Way {
    fileprivate var label: String {
        switch self {
        case .move: "move-unit"
        case .unpack: "unpack-unit"
        case .ship: "ship-unit"
        case .close: "close-unit"
        }
    }
}

extension TransferStep.Way {
    fileprivate var label: String {
        switch self {
        case .dispatch: "dispatch"
        case .receive: "arrive"
        case .lose: "lose"
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
