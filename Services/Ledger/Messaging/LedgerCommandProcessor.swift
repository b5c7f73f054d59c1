import Contracts
import Kernel
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
                readable += try self.submissions(of: message).map { (index, $0) }
            } catch {
                dispositions[index] = Disposition(error)
            }
        }
        let outcomes: [Outcome]
        if messages.contains(where: self.isSuspect) {
            readable.shuffle()
            outcomes = await self.submitEach(readable.map(\.submission))
        } else {
            outcomes = await self.committer.submit(readable.map(\.submission))
        }
        for ((index, _), outcome) in zip(readable, outcomes) {
            dispositions[index].join(Disposition(outcome))
        }
        return dispositions
    }

    /// Whether one of the sales of a bundle may be what kills this process.
    ///
    /// Such a message comes alone.
    private func isSuspect(_ message: IncomingMessage) -> Bool {
        message.type == RecordSales.type
            && message.deliveryCount >= self.policy.suspectDeliveries
    }

    /// Decides commands one after the other: in an order of chance, so that all the others have had
    /// their effect when the broker gives the bundle up.
    private func submitEach(_ submissions: [Submission]) async -> [Outcome] {
        var outcomes: [Outcome] = []
        for submission in submissions { outcomes.append(await self.committer.submit(submission)) }
        return outcomes
    }

    /// The commands of a message; several where they travel together.
    private func submissions(of message: IncomingMessage) throws -> [Submission] {
        guard message.type == RecordSales.type else { return [try self.submission(of: message)] }
        let fingerprint = message.fingerprint
        return try message.decode(RecordSales.self).sales.map { sale in
            self.submission(
                of: IncomingMessage(sale, in: message, fingerprint: fingerprint),
                entering: Instruction(sale.sale),
                reference: sale.sale.reference
            )
        }
    }

    private func submission(of message: IncomingMessage) throws -> Submission {
        let (instruction, reference) = try self.instruction(of: message)
        return self.submission(of: message, entering: instruction, reference: reference)
    }

    private func submission(
        of message: IncomingMessage,
        entering instruction: Instruction,
        reference: Reference
    ) -> Submission {
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

extension IncomingMessage {
    /// A command as if it had come by itself.
    ///
    /// - Parameter fingerprint: That of the message it came in, which it never leaves.
    fileprivate init(
        _ sale: SaleToRecord,
        in message: IncomingMessage,
        fingerprint: [UInt8]
    ) {
        self = message
        self.id = sale.commandId.rawValue
        self.type = RecordSale.type
        self.correlationID = sale.correlationId.rawValue
        self.causationID = sale.causationId?.rawValue
        self.body = fingerprint
    }
}

extension Disposition {
    /// What is to become of a message of several commands, some of which are decided.
    ///
    /// It comes again while one of them may still take effect; the others are known by then.
    fileprivate mutating func join(_ other: Disposition) {
        switch (self, other) {
        case (.done, _), (.deadLetter, .retry): self = other
        case (.retry, _) where other.isOutage: self = other
        case (.retry, _), (.deadLetter, _): break
        }
    }

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
