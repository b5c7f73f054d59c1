import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Postgres
import Sealing

/// The rules of approval, which are entries of the kind `rule`.
enum ApprovalRuleStore {
    /// Keeps the rule as it is until the transaction ends; any number may do so at once.
    static let keep: SQL = "SELECT pg_advisory_xact_lock_shared(1634759794, 1)"

    /// Waits until nobody relies on the rule staying as it is, for making another one; the letters
    /// "appr".
    static let change: SQL = "SELECT pg_advisory_xact_lock(1634759794, 1)"

    /// The rule in force; no row before the first.
    static let latest: SQL = """
        SELECT *
        FROM entry
        WHERE kind = 'rule'
        ORDER BY recorded_at DESC, id DESC
        LIMIT 1
        """

    /// Adds a rule that is in force from now on, by the clock of the database; no row where the
    /// identifier is taken.
    static func add(
        _ id: ID<Entry>,
        _ terms: ApprovalTerms,
        note: String,
        by actor: Actor,
        cause: UUID
    ) throws -> SQL {
        """
        INSERT INTO entry (
            id, kind, note, authority, terms, effective_at, recorded_at, actor_kind, actor_id,
            actor_name, cause
        )
        SELECT \(id), 'rule', \(note), \(Permission.approvalManage.rawValue), \(try terms.text()),
            now, now, \(actor.kind.rawValue), \(actor.id), \(actor.journalName), \(cause)
        FROM clock_timestamp() AS clock (now)
        ON CONFLICT DO NOTHING
        RETURNING entry.*, \(fragment: PersonStore.name)
        """
    }

    /// What one base unit is worth of variants in each warehouse, as far as it is known.
    static func unitCosts(_ variants: Set<ID<Variant>>) -> SQL {
        """
        SELECT variant, warehouse, unit_cost
        FROM cost_pool
        WHERE variant = ANY (\(Array(variants))) AND unit_cost IS NOT NULL
        """
    }

    /// Takes in what ``latest`` finds.
    static func insert(_ rows: Rows, into state: inout LedgerState) throws {
        state.rule = try rows.first.map { try ApprovalRule($0) }
    }

    /// Takes in what ``unitCosts(_:)`` finds.
    static func insertCosts(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows {
            let key = CostPool.Key(
                variant: try row.decode("variant"),
                warehouse: try row.decode("warehouse")
            )
            state.unitCosts.add(CostValue(millionths: try row.decode("unit_cost")), of: key)
        }
    }
}

extension ApprovalRule {
    /// Reads an entry of the kind `rule`.
    init(_ row: Row) throws {
        let terms = try ApprovalTerms(text: row.decode("terms", as: String.self))
        self.init(
            id: try row.decode("id"),
            kinds: Set(terms.kinds.compactMap { EntryKind(rawValue: $0) }),
            maximumQuantity: terms.maximumQuantity,
            maximumValue: terms.maximumValue.map { CostValue(millionths: $0) },
            requiresPerson: terms.requiresPerson
        )
    }
}
