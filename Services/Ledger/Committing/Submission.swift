import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging

/// A command on its way into a batch, or several that are answered together.
struct Submission: Sendable {
    /// One but for a batch of a client, whose commands are decided one after the other.
    let instructions: [Instruction]
    let origin: Origin
    /// What the facts that follow name as their cause.
    let cause: MessageContext?
    /// Until when the command may wait for names that the ledger has not heard of yet.
    let patience: ContinuousClock.Instant

    /// Where a command comes from, and so what remembers that it took effect.
    enum Origin: Sendable {
        /// A request, remembered by the request log; a dry run is not remembered.
        case request(Answering, claim: RequestClaim?)
        /// A request with several commands; remembered as a whole.
        case batch(ClientBatch, claim: RequestClaim?)
        /// A command from the queue, remembered by the inbox; with `isLast` there is no further
        /// attempt.
        indirect case message(IncomingMessage, Reference, isLast: Bool)
        /// The ledger's own clock; the state of the reservation remembers.
        case clock
    }

    /// How a request is answered.
    struct Answering: Sendable {
        /// Puts the answer together, inside of the transaction.
        let accept: @Sendable (Decision, LedgerState) throws -> OperationResponse
        /// What the fields of the request are called that a refusal may point at.
        let fields: RefusedFields
    }

    init(
        instruction: Instruction,
        origin: Origin,
        cause: MessageContext?,
        patience: ContinuousClock.Instant
    ) {
        self.instructions = [instruction]
        self.origin = origin
        self.cause = cause
        self.patience = patience
    }

    /// - Parameter claim: `nil` for a dry run.
    init(
        batch: ClientBatch,
        claim: RequestClaim?,
        cause: MessageContext?,
        patience: ContinuousClock.Instant
    ) {
        self.instructions = batch.instructions
        self.origin = .batch(batch, claim: claim)
        self.cause = cause
        self.patience = patience
    }

    var isDryRun: Bool {
        switch self.origin {
        case .request(_, let claim), .batch(_, let claim): claim == nil
        case .message, .clock: false
        }
    }

    /// How much of a batch the command takes up: its lines.
    var weight: Int { self.instructions.reduce(0) { $0 + max(1, $1.command.lineCount) } }

    /// The identifier that the journal keeps as the cause of an entry.
    func causeID(of entry: PostedEntry) -> UUID { self.cause?.messageID ?? entry.id.rawValue }
}

/// What became of a submission.
enum Outcome: Sendable {
    /// The answer to a request: new, stored, or a refusal.
    case answered(OperationResponse)
    /// A command from the queue or the clock took effect, now or before.
    case done
    /// A command from the queue was refused, and said so.
    case refused(LedgerRefusal)
    /// A command from the queue names what may still come; to be tried again.
    case premature(LedgerRefusal)
    /// Another message had the same identifier.
    case clash
    /// Nothing was decided, and nothing changed as far as is known.
    case failed(any Error)
}
