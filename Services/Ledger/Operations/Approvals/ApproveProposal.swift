import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Decides a proposed command again, with the word of somebody else.
///
/// What is proposed never changes, so it is read before the batch, which then holds the proposal.
struct ApproveProposal: Sendable {
    static let id = "approveProposal"

    let database: PostgresPool

    /// - Throws: A `Problem` where there is no such proposal, or none that the principal may approve.
    func submission(
        for request: OperationRequest,
        claim: RequestClaim?,
        patience: ContinuousClock.Instant
    ) async throws -> Submission {
        let decision = try ProposalDecision.read(request)
        let record = try await self.database.withTransaction(.readOnly) { transaction in
            try request.proposal(in: transaction)
        }
        guard let operation = ProposedOperation(rawValue: record.draft.operation) else {
            throw Problem.internalError()
        }
        let approver = try request.approvalScope(of: record)
        let plan = try operation.plan(
            record.draft.body,
            of: record.draft.subject,
            in: request
        )
        let instruction = Instruction(
            plan.command,
            by: record.proposal.proposer,
            with: Authority(
                warehouses: Self.both(record.draft.scope.map { Set($0) }, approver),
                lateness: record.draft.mayPostLate ? .privileged : .refused
            ),
            approval: Approval(
                entry: .make(),
                by: request.principal.actor,
                with: .entryApprove,
                note: decision.note,
                of: record.proposal.id
            )
        )
        let answering = Submission.Answering(
            accept: { decision, _ in
                guard let proposal = decision.proposal else { throw Problem.internalError() }
                return try ProposalBody(record, as: proposal).response()
            },
            fields: plan.answering.fields
        )
        return Submission(
            instruction: instruction,
            origin: .request(answering, claim: claim),
            cause: request.context,
            patience: patience
        )
    }

    /// Where both may; `nil` for everywhere.
    private static func both(
        _ one: Set<ID<Location>>?,
        _ other: Set<ID<Location>>?
    ) -> Set<ID<Location>>? {
        guard let one, let other else { return one ?? other }
        return one.intersection(other)
    }
}
