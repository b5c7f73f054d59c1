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
        let decision: Decision
        do throws(LedgerRefusal) {
            decision = try self.state.decide(submission.instruction, using: &self.generator)
        } catch {
            self.verdicts[index] = try self.refuse(submission, error, now: now)
            return
        }
        guard !submission.isDryRun else {
            var trial = self.state
            trial.apply(decision)
            self.verdicts[index] = try self.accept(submission, decision, on: trial)
            return
        }
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
        self.verdicts[index] = try self.accept(submission, decision, on: self.state)
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
        case .clock:
            return .settled(.refused(refusal))
        }
    }
}
