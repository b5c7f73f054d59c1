import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Commands that are decided and written together, in one transaction.
///
/// Recall what is known, load and lock, decide each in memory, write: a refusal refuses one command
/// and leaves the others alone.
struct Batch: Sendable {
    /// The group of handlers in the inbox; renaming it would post old commands again.
    static let consumer = "ledger.commands"

    let submissions: [Submission]
    /// How long a period has to be over before it is closed.
    let periodDelay: Duration

    /// What one run of the batch made of a submission.
    enum Verdict: Sendable {
        case settled(Outcome)
        /// Names something that is not known yet; to be tried again in a moment.
        case postponed
    }

    /// - Returns: A verdict for each submission, valid once the transaction has committed.
    func run(in transaction: borrowing Transaction) throws -> [Verdict] {
        let claims = try BatchClaims(self.submissions, in: transaction)
        let fresh = claims.fresh.map { self.submissions[$0] }
        guard !fresh.isEmpty else { return claims.verdicts(with: [:]) }

        let instructions = fresh.flatMap(\.instructions)
        let loader = StateLoader(
            commands: instructions.map(\.command),
            proposals: instructions.compactMap(\.approval?.proposal),
            periodDelay: self.periodDelay
        )
        let (state, rows) = try loader.load(in: transaction)
        var ruling = Ruling(on: state)
        for index in claims.fresh {
            try ruling.decide(self.submissions[index], at: index, now: .now)
        }
        try ruling.conclude()
        let memory = try claims.memory(of: ruling.verdicts)
        do {
            try BatchWriter(ruling, since: state, in: rows).write(with: memory, in: transaction)
        } catch let error as PostgresError {
            throw claims.reason(for: error)
        }
        return claims.verdicts(with: ruling.verdicts)
    }
}
