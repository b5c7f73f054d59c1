import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `proposal` table.
enum ProposalStore {
    /// Adds a proposal that expires after a while; no row where the identifier is taken.
    static func add(
        _ draft: NewProposal,
        by actor: Actor,
        expiringAfter duration: Duration
    ) throws -> SQL {
        """
        INSERT INTO proposal (
            id, operation, subject, body, note, warehouses, scope, may_post_late, actor_kind,
            actor_id, actor_name, created_at, expires_at, updated_at
        )
        SELECT \(draft.id), \(draft.operation), \(draft.subject), \(try JSONB(encoding: draft.body)),
            \(draft.note), \(draft.warehouses), \(draft.scope), \(draft.mayPostLate),
            \(actor.kind.rawValue), \(actor.id), \(actor.name), now,
            now + \(duration.components.seconds) * interval '1 second', now
        FROM clock_timestamp() AS clock (now)
        ON CONFLICT DO NOTHING
        RETURNING *
        """
    }

    static func named(_ id: ID<Proposal>) -> SQL { "SELECT * FROM proposal WHERE id = \(id)" }

    /// Proposals, held until the transaction ends.
    static func lock(_ ids: [ID<Proposal>]) -> SQL {
        "SELECT * FROM proposal WHERE id = ANY (\(ids)) ORDER BY id FOR UPDATE"
    }

    /// Those that have expired and nobody holds, the earliest first.
    static func lockExpired(limit: Int) -> SQL {
        """
        SELECT *, clock_timestamp() AS now
        FROM proposal
        WHERE state = 'pending' AND expires_at <= now()
        ORDER BY expires_at, id
        LIMIT \(limit)
        FOR UPDATE SKIP LOCKED
        """
    }

    /// Saves what became of a proposal.
    static func save(_ proposal: StockProposal) -> SQL {
        let verdict = proposal.verdict
        return """
            UPDATE proposal
            SET state = \(proposal.state.rawValue),
                decider_kind = \(verdict?.actor.kind.rawValue),
                decider_id = \(verdict?.actor.id),
                decider_name = \(verdict?.actor.name),
                decision_note = \(verdict?.note),
                entry = \(verdict?.entry),
                updated_at = coalesce(\(verdict?.time), updated_at),
                version = \(proposal.version)
            WHERE id = \(proposal.id) AND version = \(proposal.version) - 1
            RETURNING *
            """
    }

    static func insert(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows {
            let proposal = try StockProposal(row)
            state.proposals[proposal.id] = proposal
        }
    }
}
