import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The tables `period` and `period_change`.
enum PeriodStore {
    /// What was done with a period.
    enum Action: String, Codable, CaseIterable, Sendable {
        case create
        case softClose = "soft-close"
        case close
        case seal
        case reopen
    }

    /// The periods that have begun and end after a time, kept as they are until the transaction ends.
    ///
    /// Many may do so at once.
    static func hold(from time: Timestamp, until now: Timestamp) -> SQL {
        """
        SELECT id, number, name, starts_at, ends_at, state
        FROM period
        WHERE ends_at > \(time) AND starts_at <= \(now)
        ORDER BY number
        FOR SHARE
        """
    }

    /// A period, the one before it and the one after it, held by the one who changes it.
    static func lock(_ id: ID<Period>) -> SQL {
        """
        SELECT *
        FROM period
        WHERE number BETWEEN (SELECT number FROM period WHERE id = \(id)) - 1
            AND (SELECT number FROM period WHERE id = \(id)) + 1
        ORDER BY number
        FOR UPDATE
        """
    }

    /// Held by whoever adds a period, so that each follows the last.
    static let lockEnd: SQL = """
        SELECT pg_advisory_xact_lock(hashtext('period ' || current_schema()))
        """

    static let last: SQL = "SELECT * FROM period ORDER BY number DESC LIMIT 1"

    static func named(_ id: ID<Period>) -> SQL { "SELECT * FROM period WHERE id = \(id)" }

    /// Adds a period; no row where the name or the identifier is taken.
    static func add(_ period: StockPeriod) -> SQL {
        """
        INSERT INTO period (
            id, number, follows, name, starts_at, ends_at, state, created_at, updated_at
        )
        SELECT \(period.id), \(period.number), nullif(\(period.number) - 1, 0), \(period.name),
            \(period.start), \(period.end), \(period.state.rawValue), now, now
        FROM clock_timestamp() AS clock (now)
        ON CONFLICT DO NOTHING
        RETURNING *
        """
    }

    /// Gives a period its new state, and what was sealed.
    static func save(_ period: StockPeriod, seal: PeriodSeal? = nil) -> SQL {
        """
        UPDATE period
        SET state = \(period.state.rawValue), known_at = \(seal?.knownAt),
            balances = \(seal?.count), balances_hash = \(seal?.hash), version = version + 1,
            updated_at = clock_timestamp()
        WHERE id = \(period.id)
        RETURNING *
        """
    }

    /// Notes down what was done, by whom and why.
    static func note(
        _ action: Action,
        of record: PeriodRecord,
        reason: String?,
        by actor: Actor
    ) -> SQL {
        """
        INSERT INTO period_change (
            period, version, action, state, reason, actor_kind, actor_id, actor_name, recorded_at
        )
        VALUES (
            \(record.period.id), \(record.version), \(action.rawValue),
            \(record.period.state.rawValue), \(reason), \(actor.kind.rawValue), \(actor.id),
            \(actor.name), \(record.updatedAt)
        )
        """
    }
}
