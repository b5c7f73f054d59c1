import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Postgres

/// The tables `stock_count`, `count_line`, `count_look` and `count_change`.
enum CountStore {
    /// Makes a count with its first lines.
    static func add(
        _ id: ID<Count>,
        of plan: ID<CountPlan>? = nil,
        in warehouse: ID<Location>,
        _ policy: CountPolicy,
        note: String? = nil,
        by actor: Actor,
        at time: Timestamp
    ) -> SQL {
        """
        INSERT INTO stock_count (
            id, plan, warehouse, is_blind, tolerance_quantity, tolerance_percent, sole_approval,
            note, actor_kind, actor_id, actor_name, created_at, updated_at
        )
        VALUES (
            \(id), \(plan), \(warehouse), \(policy.isBlind), \(policy.tolerance.quantity),
            \(policy.tolerance.percent), \(policy.soleApproval), \(note),
            \(actor.kind.rawValue), \(actor.id), \(actor.name), \(time), \(time)
        )
        ON CONFLICT DO NOTHING
        RETURNING *
        """
    }

    /// Adds lines to a sheet.
    ///
    /// - Parameter first: The number of the first of them.
    static func add(
        _ lines: [(id: ID<CountLine>, target: CountTarget)],
        from first: Int,
        isAdded: Bool,
        to count: ID<Count>
    ) -> SQL {
        """
        INSERT INTO count_line (id, number, variant, location, lot, is_tracked, count, is_added)
        SELECT *, \(count), \(isAdded)
        FROM unnest(
            \(lines.map(\.id)),
            \(lines.indices.map { Int32(first + $0) }),
            \(lines.map(\.target.variant)),
            \(lines.map(\.target.location)),
            \(lines.map { $0.target.lot ?? .none }),
            \(lines.map(\.target.isTracked))
        )
        """
    }

    /// A count, held until the transaction ends.
    static func lock(_ id: ID<Count>) -> SQL {
        "SELECT * FROM stock_count WHERE id = \(id) FOR UPDATE"
    }

    static func lines(of id: ID<Count>) -> SQL {
        "SELECT * FROM count_line WHERE count = \(id) ORDER BY number"
    }

    /// Saves how far a sheet has come.
    static func save(_ sheet: CountSheet, of id: ID<Count>, at time: Timestamp) -> [SQL] {
        let looks = sheet.lines.map(\.last)
        return [
            """
            UPDATE stock_count
            SET state = \(sheet.state.rawValue), approvers = \(sheet.approvers),
                version = version + 1, updated_at = \(time)
            WHERE id = \(id)
            RETURNING *
            """,
            """
            UPDATE count_line
            SET state = changed.state, seen = changed.seen, expected = changed.expected,
                observed_at = changed.observed_at, is_mixed_up = changed.is_mixed_up,
                is_open = \(!sheet.state.isOver)
            FROM unnest(
                \(sheet.lines.map(\.id)),
                \(sheet.lines.map(\.state.rawValue)),
                \(looks.map { $0?.seen }),
                \(looks.map { $0?.expected }),
                \(looks.map { $0?.observedAt }),
                \(looks.map { $0?.isMixedUp ?? false })
            ) AS changed (id, state, seen, expected, observed_at, is_mixed_up)
            WHERE count_line.id = changed.id
            """,
        ]
    }

    /// Remembers who has counted lines.
    static func addCounter(_ counter: UUID, to lines: [ID<CountLine>]) -> SQL {
        """
        UPDATE count_line
        SET counters = array_append(counters, \(counter))
        WHERE id = ANY (\(lines)) AND NOT counters @> ARRAY[\(counter)]
        """
    }

    /// What somebody saw of one line.
    struct Look: Sendable {
        let line: ID<CountLine>
        let look: CountSheet.Look
        let serials: [String]
    }

    static func remember(
        _ look: Look,
        isBlind: Bool,
        isAlone: Bool,
        note: String?,
        by actor: Actor,
        at time: Timestamp
    ) -> SQL {
        """
        INSERT INTO count_look (
            line, number, seen, expected, serials, observed_at, is_blind, is_alone, note,
            actor_kind, actor_id, actor_name, recorded_at
        )
        SELECT \(look.line), count(*) + 1, \(look.look.seen), \(look.look.expected),
            \(look.serials), \(look.look.observedAt), \(isBlind), \(isAlone), \(note),
            \(actor.kind.rawValue), \(actor.id), \(actor.name), \(time)
        FROM count_look
        WHERE line = \(look.line)
        """
    }

    /// The last look at each line of a count.
    static func lastSerials(of id: ID<Count>) -> SQL {
        """
        SELECT DISTINCT ON (look.line) look.line, look.serials
        FROM count_look AS look
        JOIN count_line AS line ON line.id = look.line
        WHERE line.count = \(id)
        ORDER BY look.line, look.number DESC
        """
    }

    /// Notes down what was done with a count.
    static func note(
        _ action: CountAction,
        of count: CountRecord,
        lines: Int,
        _ note: String?,
        by actor: Actor
    ) -> SQL {
        """
        INSERT INTO count_change (
            count, version, action, state, lines, note, actor_kind, actor_id, actor_name,
            recorded_at
        )
        VALUES (
            \(count.id), \(count.version), \(action.rawValue), \(count.state.rawValue),
            \(Int32(lines)), \(note), \(actor.kind.rawValue), \(actor.id), \(actor.name),
            \(count.updatedAt)
        )
        """
    }
}

/// What is done with a count.
enum CountAction: String, WordCodable, Sendable {
    case create
    case submit
    case recount
    case approve
    case cancel
}
