import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Keeps a command until somebody else approves or declines it.
///
/// What it comes to is decided when it is approved, because the stock may be another by then.
struct CreateProposal: Operation {
    static let id = "createProposal"

    /// How long somebody may think about it.
    let lifetime: Duration

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: ProposalDraft = try request.document()
        var rules = DraftRules()
        rules.note(draft.note)
        try rules.finish()
        guard let permission = Operations.named(draft.operation.rawValue)?.permission else {
            throw Problem.internalError()
        }
        guard request.principal.may(permission) else { throw Problem.forbidden(permission) }
        let subject = try draft.subject()
        let plan = try draft.operation.plan(draft.body, of: subject, in: request)
        let warehouses = try ProposalPlaces(plan.command).warehouses(in: transaction)
        let scope = request.principal.warehouses(for: permission)
        if let scope, let other = warehouses.first(where: { !scope.contains($0) }) {
            throw Problem.forbidden(permission, at: other)
        }
        let proposal = NewProposal(
            id: draft.id ?? .make(),
            operation: draft.operation.rawValue,
            subject: subject,
            body: draft.body,
            note: draft.note,
            warehouses: warehouses,
            scope: scope.map { Array($0) },
            mayPostLate: request.lateness == .privileged
        )
        let statement = try ProposalStore.add(
            proposal,
            by: request.principal.actor,
            expiringAfter: self.lifetime
        )
        guard let row = try transaction.execute(statement).first else {
            throw Problem.rule(
                .alreadyExists,
                "There is a proposal \(proposal.id) already.",
                pointer: "/id"
            )
        }
        let record = try ProposalRecord(row)
        try ProposalAnnouncement.tell(
            record.proposal,
            note: draft.note,
            at: record.createdAt,
            cause: request.context,
            in: transaction
        )
        return try ProposalBody(record).response(status: 201)
    }
}
