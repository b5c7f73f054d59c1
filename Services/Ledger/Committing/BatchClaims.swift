import Contracts
import FoundationEssentials
import LedgerDomain
import Messaging
import Postgres

/// Which commands of a batch are new, and what is known of the others.
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
        try self.claimRequests(in: transaction)
        try self.claimMessages(in: transaction)
        self.fresh = submissions.indices.filter { index in
            self.known[index] == nil && self.repeated[index] == nil
        }
    }

    private mutating func claimRequests(in transaction: borrowing Transaction) throws {
        let claims = self.submissions.enumerated().compactMap { index, submission in
            submission.requestClaim.map { (index: index, claim: $0) }
        }
        let standings = try RequestLog.claim(claims.map(\.claim), in: transaction)
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

    private mutating func claimMessages(in transaction: borrowing Transaction) throws {
        let messages = self.submissions.enumerated().compactMap { index, submission in
            submission.message.map { (index: index, message: $0) }
        }
        guard !messages.isEmpty else { return }
        let claims = try Inbox.claim(
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

    /// Stores the answers that may be given again, and takes back the claims of the others.
    func record(
        _ verdicts: [Int: Batch.Verdict],
        in transaction: borrowing Transaction
    ) throws {
        var answers: [(messageID: UUID, response: OperationResponse)] = []
        var outcomes: [(id: UUID, outcome: InboxOutcome)] = []
        var withdrawnRequests: [UUID] = []
        var withdrawnMessages: [UUID] = []
        for index in self.fresh {
            let submission = self.submissions[index]
            let outcome = verdicts[index]?.outcome
            if let claim = submission.requestClaim {
                if case .answered(let response)? = outcome, RequestLog.isStorable(response) {
                    answers.append((claim.messageID, response))
                } else {
                    withdrawnRequests.append(claim.messageID)
                }
            } else if let message = submission.message {
                if let outcome = outcome?.ofMessage {
                    outcomes.append((message.id, outcome))
                } else {
                    withdrawnMessages.append(message.id)
                }
            }
        }
        try RequestLog.record(answers, in: transaction)
        try RequestLog.withdraw(withdrawnRequests, in: transaction)
        try Inbox.record(consumer: Batch.consumer, outcomes, in: transaction)
        try Inbox.withdraw(consumer: Batch.consumer, withdrawnMessages, in: transaction)
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
        guard case .request(_, let claim) = self.origin else { return nil }
        return claim
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
