import Contracts
import LedgerDomain
import Messaging

/// Hands commands from the queue to the group committer, in the order in which they came.
///
/// They mix with requests in the same batches; the inbox claim is part of the batch.
struct LedgerCommandProcessor: MessageProcessor {
    let committer: GroupCommitter
    /// Tells which attempt is the last, whose refusal is final.
    var policy = RetryPolicy()

    func process(_ messages: [IncomingMessage]) async -> [Disposition] {
        var dispositions = [Disposition](repeating: .done, count: messages.count)
        var readable: [(index: Int, submission: Submission)] = []
        for (index, message) in messages.enumerated() {
            do {
                readable.append((index, try self.submission(of: message)))
            } catch {
                dispositions[index] = Disposition(error)
            }
        }
        let outcomes = await self.committer.submit(readable.map(\.submission))
        for ((index, _), outcome) in zip(readable, outcomes) {
            dispositions[index] = Disposition(outcome)
        }
        return dispositions
    }

    private func submission(of message: IncomingMessage) throws -> Submission {
        let (instruction, reference) = try self.instruction(of: message)
        let patience = message.attempt == 1 ? self.committer.limits.messagePatience : .zero
        return Submission(
            instruction: instruction,
            origin: .message(
                message,
                reference,
                isLast: self.policy.isLast(attempt: message.attempt)
            ),
            cause: MessageContext(message),
            patience: .now + patience
        )
    }

    private func instruction(
        of message: IncomingMessage
    ) throws -> (Instruction, Reference) {
        switch message.type {
        case RecordSale.type:
            let sale = try message.decode(RecordSale.self)
            return (Instruction(sale), sale.reference)
        case ReverseEntry.type:
            let reversal = try message.decode(ReverseEntry.self)
            return (Instruction(reversal), reversal.reference)
        default:
            throw Failure.permanent("unknown-type", "The ledger has no command \(message.type).")
        }
    }
}

extension Disposition {
    /// What an outcome means for the command: a refusal has been told, so the command is done.
    fileprivate init(_ outcome: Outcome) {
        switch outcome {
        case .done, .answered: self = .done
        case .premature(let refusal):
            self = .retry(
                .premature("unknown-name", Problem(refusal, fields: RefusedFields()).description)
            )
        case .refused: self = .done
        case .clash:
            self = .deadLetter(
                .permanent("fingerprint-clash", "Another message has the same identifier.")
            )
        case .failed(let error as CommitRefusal):
            self = .retry(.transient("\(error)", "The ledger takes no more commands now."))
        case .failed(let error): self = Disposition(error)
        }
    }
}
