import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging

/// A command on its way into a batch.
struct Submission: Sendable {
    let instruction: Instruction
    let origin: Origin
    /// What the facts that follow name as their cause.
    let cause: MessageContext?
    /// Until when the command may wait for names that the ledger has not heard of yet.
    let patience: ContinuousClock.Instant

    /// Where a command comes from, and so what remembers that it took effect.
    enum Origin: Sendable {
        /// A request, remembered by the request log; a dry run is not remembered.
        case request(Answering, claim: RequestClaim?)
        /// A command from the queue, remembered by the inbox; with `isLast` there is no further
        /// attempt.
        case message(IncomingMessage, Reference, isLast: Bool)
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

    var isDryRun: Bool {
        if case .request(_, claim: nil) = self.origin { return true }
        return false
    }

    /// How much of a batch the command takes up: its lines.
    var weight: Int { max(1, self.instruction.command.lineCount) }

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
