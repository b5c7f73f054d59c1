import Contracts
import FoundationEssentials
import LedgerDomain
import Messaging
import Postgres

/// Which commands of a batch are new, and what is known of the others.
///
/// Nothing is claimed: a command that another process decides at the same time is found out when
/// both are written, and decided again.
struct BatchClaims {
    private let submissions: [Submission]
    /// Outcomes of commands that took effect before.
    private var known: [Int: Outcome] = [:]
    /// Requests that come a second time in the batch, and where the first is.
    private var repeated: [Int: Int] = [:]
    /// The commands to decide, in order.
    private(set) var fresh: [Int] = []

    init(_ submissions: [Submission], in transaction: borrowing Transaction) throws {
        self.submissions = submissions
        try self.recallRequests(in: transaction)
        try self.recallMessages(in: transaction)
        self.fresh = submissions.indices.filter { index in
            self.known[index] == nil && self.repeated[index] == nil
        }
    }

    private mutating func recallRequests(in transaction: borrowing Transaction) throws {
        let claims = self.submissions.enumerated().compactMap { index, submission in
            submission.requestClaim.map { (index: index, claim: $0) }
        }
        let standings = try RequestLog.recall(claims.map(\.claim), in: transaction)
        var first: [UUID: Int] = [:]
        for ((index, claim), standing) in zip(claims, standings) {
            if case .repeated = standing {
                self.repeated[index] = first[claim.messageID]
            } else if let answer = RequestLog.answer(to: standing) {
                self.known[index] = .answered(answer)
            } else {
                first[claim.messageID] = index
            }
        }
    }

    private mutating func recallMessages(in transaction: borrowing Transaction) throws {
        let messages = self.submissions.enumerated().compactMap { index, submission in
            submission.message.map { (index: index, message: $0) }
        }
        guard !messages.isEmpty else { return }
        let claims = try Inbox.recall(
            consumer: Batch.consumer,
            messages.map(\.message),
            in: transaction
        )
        for ((index, _), claim) in zip(messages, claims) {
            switch claim {
            case .fresh: break
            case .duplicate: self.known[index] = .done
            case .clash: self.known[index] = .clash
            }
        }
    }

    /// Stores the commands that are done, with the answers that may be given again; one that has to
    /// come again is not remembered.
    func memory(of verdicts: [Int: Batch.Verdict]) throws -> [CheckedWrite] {
        var answers: [(claim: RequestClaim, response: OperationResponse)] = []
        var outcomes: [(message: IncomingMessage, outcome: InboxOutcome)] = []
        for index in self.fresh {
            let submission = self.submissions[index]
            let outcome = verdicts[index]?.outcome
            if let claim = submission.requestClaim {
                if case .answered(let response)? = outcome, RequestLog.isStorable(response) {
                    answers.append((claim, response))
                }
            } else if let message = submission.message, let outcome = outcome?.ofMessage {
                outcomes.append((message, outcome))
            }
        }
        var writes = Inbox.remember(consumer: Batch.consumer, outcomes).map(CheckedWrite.init)
        if !answers.isEmpty {
            writes.append(
                CheckedWrite(statement: try RequestLog.remember(answers), count: answers.count)
            )
        }
        return writes
    }

    /// Why the commands could not be remembered, if that is what failed; `error` otherwise.
    func reason(for error: PostgresError) -> any Error {
        InboxError(error, of: self.submissions.compactMap(\.message)) ?? error
    }

    /// A verdict for every submission of the batch, in order.
    func verdicts(with decided: [Int: Batch.Verdict]) -> [Batch.Verdict] {
        self.submissions.indices.map { index in
            if let known = self.known[index] { return .settled(known) }
            guard let first = self.repeated[index] else { return decided[index] ?? .postponed }
            guard case .settled(.answered(var response))? = decided[first] else {
                return .postponed
            }
            response.headers.append(("Idempotency-Replayed", "true"))
            return .settled(.answered(response))
        }
    }
}

extension Submission {
    fileprivate var requestClaim: RequestClaim? {
        switch self.origin {
        case .request(_, let claim), .batch(_, let claim): claim
        case .message, .clock: nil
        }
    }

    fileprivate var message: IncomingMessage? {
        guard case .message(let message, _, _) = self.origin else { return nil }
        return message
    }
}

extension Batch.Verdict {
    fileprivate var outcome: Outcome? {
        guard case .settled(let outcome) = self else { return nil }
        return outcome
    }
}

extension Outcome {
    /// What the inbox remembers; `nil` where the message is to be tried again.
    fileprivate var ofMessage: InboxOutcome? {
        switch self {
        case .done: InboxOutcome(code: 0)
        case .refused: InboxOutcome(code: 1)
        case .premature, .answered, .clash, .failed: nil
        }
    }
}
