import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Postgres

/// What is kept of a command that somebody else has to approve.
struct NewProposal: Sendable {
    let id: ID<Proposal>
    let operation: String
    /// The entry or the transfer order in the path of the operation.
    let subject: UUID?
    /// The body of the request.
    let body: JSONValue
    let note: String?
    /// The warehouses that it touches.
    let warehouses: [ID<Location>]
    /// Where the proposer may do so; `nil` for everywhere.
    let scope: [ID<Location>]?
    /// Whether the proposer may enter into what is softly closed.
    let mayPostLate: Bool
}

/// A row of `proposal`.
struct ProposalRecord: Sendable {
    let draft: NewProposal
    let proposal: StockProposal
    let createdAt: Timestamp
    let updatedAt: Timestamp

    init(_ row: Row) throws {
        self.draft = try NewProposal(row)
        self.proposal = try StockProposal(row)
        self.createdAt = try row.decode("created_at")
        self.updatedAt = try row.decode("updated_at")
    }
}

extension NewProposal {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("id"),
            operation: try row.decode("operation"),
            subject: try row.decode("subject"),
            body: try row.decode("body", as: JSONB.self).decode(),
            note: try row.decode("note"),
            warehouses: try row.decode("warehouses"),
            scope: try row.decode("scope"),
            mayPostLate: try row.decode("may_post_late")
        )
    }
}

extension StockProposal {
    init(_ row: Row) throws {
        self.init(
            id: try row.decode("id"),
            operation: try row.decode("operation"),
            proposer: try Actor(row),
            expiresAt: try row.decode("expires_at"),
            state: try row.word("state"),
            verdict: try Verdict(row),
            version: try row.decode("version")
        )
    }
}

extension StockProposal.Verdict {
    /// `nil` while it is pending.
    fileprivate init?(_ row: Row) throws {
        guard let word: String = try row.decode("decider_kind"),
            let kind = ActorKind(rawValue: word)
        else { return nil }
        self.init(
            by: Actor(
                kind: kind,
                id: try row.decode("decider_id", as: UUID?.self),
                name: try row.decode("decider_name")
            ),
            note: try row.decode("decision_note"),
            entry: try row.decode("entry"),
            at: try row.decode("updated_at")
        )
    }
}
