import Contracts
import LedgerDomain
import Messaging

/// Hands commands from the queue to the group committer, each for itself.
///
/// They mix with requests in the same batches; the inbox claim is part of the batch.
struct LedgerCommandProcessor: MessageProcessor {
    let committer: GroupCommitter

    func process(_ messages: [IncomingMessage]) async -> [Disposition] {
        await withTaskGroup(of: (Int, Disposition).self) { group in
            for (index, message) in messages.enumerated() {
                group.addTask { (index, await self.process(message)) }
            }
            var dispositions = [Disposition](repeating: .done, count: messages.count)
            for await (index, disposition) in group { dispositions[index] = disposition }
            return dispositions
        }
    }

    private func process(_ message: IncomingMessage) async -> Disposition {
        do {
            let submission = try self.submission(of: message)
            return Disposition(await self.committer.submit(submission))
        } catch {
            return Disposition(error)
        }
    }

    private func submission(of message: IncomingMessage) throws -> Submission {
        let (instruction, reference) = try self.instruction(of: message)
        return Submission(
            instruction: instruction,
            origin: .message(message, reference),
            cause: MessageContext(message),
            patience: .now + self.committer.limits.patience
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
        case .refused(let refusal) where refusal.mayPass:
            self = .retry(
                .transient("unknown-name", Problem(refusal, fields: RefusedFields()).description)
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
