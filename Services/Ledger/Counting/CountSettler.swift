import Contracts
import CoreMetrics
import Kernel
import LedgerDomain
import Logging
import Messaging
import Postgres

/// Evaluates accepted counts, and enters what they come to.
///
/// Any number may do so at once: each reads one state of the journal and enters the difference to it
/// under a document that takes effect once, so whoever comes second looks again and finds nothing left.
/// A crash at any point leaves a result that is still to be looked at.
struct CountSettler: Sendable {
    let committer: GroupCommitter
    let database: PostgresPool

    /// How often the journal is read again where somebody else was first.
    private static let attempts = 5

    static let actor = Actor(kind: .service, name: ServiceName.ledger.rawValue)

    /// Why a result could not be settled.
    struct Unsettled: Error {
        let detail: String
    }

    /// Evaluates results, and those of the same goods that are later, until the book has what was seen.
    ///
    /// - Throws: ``Unsettled`` where an entry is refused; what else was entered stays.
    func settle(_ ids: [ID<CountResult>]) async throws {
        guard !ids.isEmpty else { return }
        for _ in 0..<Self.attempts {
            let book = try await self.database.withTransaction(.readOnly) { transaction in
                try CountBook(of: ids, in: transaction)
            }
            let postings = book.postings
            if postings.isEmpty {
                let statement = CountResultStore.settle(book.reckoned, marks: book.marks)
                try await self.database.withTransaction { transaction in
                    _ = try transaction.execute(statement)
                }
                return
            }
            try await self.enter(postings)
        }
        throw Unsettled(detail: "others kept coming first")
    }

    /// Evaluates what is left of one count.
    func settle(_ count: ID<Count>) async throws {
        let rows = try await self.database.withTransaction(.readOnly) { transaction in
            try transaction.execute(CountResultStore.unsettled(of: count))
        }
        try await self.settle(try rows.map { try $0.decode("id") })
    }

    private func enter(_ postings: [Posting]) async throws {
        // What was seen is true whatever the book says and whoever was promised it.
        let authority = Authority(mayOversell: true, lateness: .fact)
        let approvals = try await self.database.withTransaction(.readOnly) { transaction in
            try CountApprovals(of: postings.compactMap(\.count), in: transaction)
        }
        let outcomes = await self.committer.submit(
            postings.map { posting in
                Submission(
                    instruction: Instruction(
                        .post(posting),
                        by: Self.actor,
                        with: authority,
                        approval: posting.count.flatMap { approvals.approval(of: $0) }
                    ),
                    origin: .clock,
                    cause: nil,
                    patience: .now
                )
            }
        )
        for outcome in outcomes {
            switch outcome {
            case .done: CountMetrics.corrections.increment()
            // Somebody else entered this revision; what is left shows when the journal is read again.
            case .refused(.duplicateReference): continue
            case .refused(let refusal), .premature(let refusal):
                throw Unsettled(detail: "\(refusal)")
            case .failed(let error): throw error
            case .answered, .clash: throw Unsettled(detail: "an entry was answered")
            }
        }
    }
}
