import Contracts
import Kernel
import LedgerDomain
import Messaging

/// The decisions on a batch, one after the other, each on the state that those before it left.
struct Ruling {
    private(set) var state: LedgerState
    private(set) var accepted: [(submission: Submission, decision: Decision)] = []
    private(set) var verdicts: [Int: Batch.Verdict] = [:]
    private(set) var facts: [OutboxMessage] = []
    /// What the decisions leave available, in the order of the keys; there after ``conclude()``.
    private(set) var availabilities: [Availability] = []
    /// Commands from the queue that made entries.
    private var posted: [CommandPosted] = []
    private var generator = RandomReserve()

    init(on state: LedgerState) {
        self.state = state
    }

    /// - Parameter index: The place of the submission in its batch.
    mutating func decide(
        _ submission: Submission,
        at index: Int,
        now: ContinuousClock.Instant
    ) throws {
        if case .batch(let batch, _) = submission.origin {
            self.verdicts[index] = try self.decide(batch, of: submission, now: now)
            return
        }
        for instruction in submission.instructions {
            self.verdicts[index] = try self.decide(instruction, of: submission, now: now)
        }
    }

    private mutating func decide(
        _ instruction: Instruction,
        of submission: Submission,
        now: ContinuousClock.Instant
    ) throws -> Batch.Verdict {
        let decision: Decision
        do throws(LedgerRefusal) {
            decision = try self.state.decide(instruction, using: &self.generator)
        } catch {
            return try self.refuse(submission, error, now: now)
        }
        guard !submission.isDryRun else {
            var trial = self.state
            trial.apply(decision)
            return try self.accept(submission, decision, on: trial)
        }
        try self.apply(decision, of: submission)
        return try self.accept(submission, decision, on: self.state)
    }

    private mutating func apply(_ decision: Decision, of submission: Submission) throws {
        self.state.apply(decision)
        self.accepted.append((submission, decision))
        self.facts += try Announcement(decision, on: self.state).messages(cause: submission.cause)
        if case .message(let message, let reference, _) = submission.origin,
            let entry = decision.entry
        {
            self.posted.append(
                CommandPosted(
                    commandId: ID(message.id),
                    reference: reference,
                    entryId: entry.id
                )
            )
        }
    }

    /// Decides the items of a batch on a copy, which takes the place of the original where they take
    /// effect.
    private mutating func decide(
        _ batch: ClientBatch,
        of submission: Submission,
        now: ContinuousClock.Instant
    ) throws -> Batch.Verdict {
        var trial = self
        var results: [OperationResponse] = []
        var movements = 0
        for (index, item) in batch.items.enumerated() {
            let result: ItemResult
            switch item {
            case .refused(let problem): result = .refused(problem)
            case .command(let instruction, let answering):
                result = try trial.decide(
                    instruction,
                    answering,
                    of: submission,
                    movements: &movements
                )
            }
            switch result {
            case .accepted(let response):
                results.append(response)
            case .premature where now < submission.patience:
                return .postponed
            case .premature(let problem), .refused(let problem):
                guard batch.mode == .independent else {
                    return .settled(.answered(.problem(problem.ofItem(index))))
                }
                results.append(.problem(problem.ofItem(index)))
            }
        }
        if !submission.isDryRun { self = trial }
        return .settled(.answered(batch.answer(results)))
    }

    /// What became of one item of a batch.
    private enum ItemResult {
        case accepted(OperationResponse)
        case refused(Problem)
        /// Names what may still be told of.
        case premature(Problem)
    }

    private mutating func decide(
        _ instruction: Instruction,
        _ answering: Submission.Answering,
        of submission: Submission,
        movements: inout Int
    ) throws -> ItemResult {
        let decision: Decision
        do throws(LedgerRefusal) {
            decision = try self.state.decide(instruction, using: &self.generator)
        } catch {
            let problem = Problem(error, fields: answering.fields)
            return error.mayPass ? .premature(problem) : .refused(problem)
        }
        let count = movements + (decision.entry?.movements.count ?? 0)
        guard count <= ClientBatch.maximumMovements else {
            return .refused(Problem(.tooManyMovements, fields: answering.fields))
        }
        movements = count
        try self.apply(decision, of: submission)
        return .accepted(try answering.accept(decision, self.state))
    }

    /// Adds what is told once of all decisions: the entries, what can be promised now, and the
    /// answers to the commands from the queue.
    mutating func conclude() throws {
        let cause = self.accepted.count == 1 ? self.accepted[0].submission.cause : nil
        self.facts += try Announcement.entered(self.accepted, on: self.state, cause: cause)
        self.availabilities = self.accepted.map(\.decision).latest(\.availabilities, by: \.key)
        self.facts += try Announcement.changed(
            self.availabilities,
            on: self.state,
            cause: cause
        )
        self.facts += try Announcement.posted(self.posted, at: self.state.now)
    }

    private func accept(
        _ submission: Submission,
        _ decision: Decision,
        on state: LedgerState
    ) throws -> Batch.Verdict {
        guard case .request(let answering, _) = submission.origin else { return .settled(.done) }
        return .settled(.answered(try answering.accept(decision, state)))
    }

    private mutating func refuse(
        _ submission: Submission,
        _ refusal: LedgerRefusal,
        now: ContinuousClock.Instant
    ) throws -> Batch.Verdict {
        if refusal.mayPass, now < submission.patience { return .postponed }
        switch submission.origin {
        case .request(let answering, _):
            return .settled(.answered(.problem(Problem(refusal, fields: answering.fields))))
        case .message(let message, let reference, let isLast):
            // The document is in the book with the same content: the command has its effect.
            if case .duplicateReference(_, let entry, isSame: true) = refusal {
                let recordedAt = self.state.entry(entry)?.recordedAt ?? self.state.now
                self.facts.append(
                    try Announcement.applied(
                        message,
                        reference: reference,
                        by: entry,
                        at: recordedAt
                    )
                )
                return .settled(.done)
            }
            // Facts may be late; whoever consumes the queue tries again before giving up.
            if refusal.mayPass, !isLast { return .settled(.premature(refusal)) }
            self.facts.append(
                try Announcement.refusal(refusal, of: message, reference: reference)
            )
            return .settled(.refused(refusal))
        case .clock, .batch:
            return .settled(.refused(refusal))
        }
    }
}
