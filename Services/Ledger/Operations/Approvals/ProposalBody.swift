import Contracts
import Kernel
import LedgerDomain
import Messaging

/// A proposal with the whole command, and who decided upon it.
struct ProposalBody: Codable, Sendable {
    let id: ID<Proposal>
    let operation: String
    let entryId: ID<Entry>?
    let transferOrderId: ID<TransferOrder>?
    let body: JSONValue
    let note: String?
    let state: ProposalState
    let proposer: Actor
    let decider: Actor?
    let decisionNote: String?
    let postedEntryId: ID<Entry>?
    let expiresAt: Timestamp
    let createdAt: Timestamp
    let updatedAt: Timestamp
    let version: Int64

    /// - Parameter proposal: What has become of it, if that is later than the record.
    init(_ record: ProposalRecord, as proposal: StockProposal? = nil) {
        let proposal = proposal ?? record.proposal
        let operation = ProposedOperation(rawValue: record.draft.operation)
        self.id = proposal.id
        self.operation = proposal.operation
        self.entryId = operation == .reverseEntry ? record.draft.subject.map { ID($0) } : nil
        self.transferOrderId =
            operation == .reportTransferLoss ? record.draft.subject.map { ID($0) } : nil
        self.body = record.draft.body
        self.note = record.draft.note
        self.state = proposal.state
        self.proposer = proposal.proposer
        self.decider = proposal.verdict?.actor
        self.decisionNote = proposal.verdict?.note
        self.postedEntryId = proposal.verdict?.entry
        self.expiresAt = proposal.expiresAt
        self.createdAt = record.createdAt
        self.updatedAt = proposal.verdict?.time ?? record.updatedAt
        self.version = proposal.version
    }

    func response(status: Int = 200) throws -> OperationResponse {
        let place = status == 201 ? [("Location", "/v1/proposals/\(self.id)")] : []
        return try .json(self, status: status, headers: place + [Precondition.tag(self.version)])
    }
}

/// What is said of a decision upon a proposal.
struct ProposalDecision: Codable, Sendable {
    let note: String?

    static func read(_ request: OperationRequest) throws -> ProposalDecision {
        let draft: ProposalDecision = try request.document()
        var rules = DraftRules()
        rules.note(draft.note)
        try rules.finish()
        return draft
    }
}
