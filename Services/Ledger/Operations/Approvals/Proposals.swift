import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Reads one proposal.
struct GetProposal: Operation {
    static let id = "getProposal"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try ProposalBody(try request.proposal(in: transaction)).response()
    }
}

/// Lists proposals, the latest first.
struct ListProposals: Query {
    static let id = "listProposals"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        var conditions: [SQL] = []
        if let state = try request.query.choice("state", of: ProposalState.self) {
            conditions.append("state = \(state.rawValue)")
        }
        if let warehouses = request.readableWarehouses {
            conditions.append("warehouses <@ \(Array(warehouses))")
        }
        if let position = try JournalPosition(request) {
            conditions.append("(created_at, id) < (\(position.recordedAt), \(position.id))")
        }
        let rows = try transaction.execute(
            """
            SELECT *
            FROM proposal
            WHERE \(fragment: .all(conditions))
            ORDER BY created_at DESC, id DESC
            LIMIT \(limit + 1)
            """
        )
        return try request.page(of: Array(rows), limit: limit) { row in
            try JournalPosition.keys(row, by: "created_at")
        } body: { rows in
            try rows.map { ProposalBody(try ProposalRecord($0)) }
        }
    }
}

/// Declines a proposal.
struct DeclineProposal: Operation {
    static let id = "declineProposal"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let decision = try ProposalDecision.read(request)
        let record = try request.proposal(toChange: true, in: transaction)
        _ = try request.approvalScope(of: record)
        try Precondition.check(record.proposal.version, of: request)
        let now: Timestamp = try transaction.execute("SELECT clock_timestamp() AS now")[0]
            .decode("now")
        var proposal = record.proposal
        do throws(LedgerRefusal) {
            try proposal.decline(
                StockProposal.Verdict(
                    by: request.principal.actor,
                    note: decision.note,
                    at: now
                )
            )
        } catch {
            throw Problem.ofApproval(error)
        }
        try transaction.execute(ProposalStore.save(proposal))
        try ProposalAnnouncement.tell(proposal, cause: request.context, in: transaction)
        return try ProposalBody(record, as: proposal).response()
    }
}

extension OperationRequest {
    /// The proposal in the path.
    ///
    /// - Parameter toChange: Whether it is held until the transaction ends.
    /// - Throws: 404 where there is none that the principal may read.
    func proposal(
        toChange: Bool = false,
        in transaction: borrowing Transaction
    ) throws -> ProposalRecord {
        let id = try self.pathID("proposalId", of: Proposal.self)
        let statement = toChange ? ProposalStore.lock([id]) : ProposalStore.named(id)
        guard let row = try transaction.execute(statement).first else {
            throw Problem.notFound("There is no proposal \(id).")
        }
        let record = try ProposalRecord(row)
        if let warehouses = self.readableWarehouses,
            !warehouses.isSuperset(of: record.draft.warehouses)
        {
            throw Problem.notFound("There is no proposal \(id).")
        }
        return record
    }

    /// Where the principal may approve; `nil` for everywhere.
    ///
    /// - Throws: 403 where the proposal touches another warehouse.
    func approvalScope(of record: ProposalRecord) throws(Problem) -> Set<ID<Location>>? {
        guard let scope = self.principal.warehouses(for: .entryApprove) else { return nil }
        if let other = record.draft.warehouses.first(where: { !scope.contains($0) }) {
            throw .forbidden(.entryApprove, at: other)
        }
        return scope
    }
}
