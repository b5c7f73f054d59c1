import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Postgres

/// A row of `stock_count`.
struct CountRecord: Sendable {
    let id: ID<Count>
    let plan: ID<CountPlan>?
    let warehouse: ID<Location>
    let state: CountState
    let policy: CountPolicy
    let note: String?
    let approvers: [UUID]
    let actor: Actor
    let version: Int64
    let createdAt: Timestamp
    let updatedAt: Timestamp

    init(_ row: Row) throws {
        self.id = try row.decode("id")
        self.plan = try row.decode("plan")
        self.warehouse = try row.decode("warehouse")
        self.state = try row.word("state")
        self.policy = try CountPolicy(row)
        self.note = try row.decode("note")
        self.approvers = try row.decode("approvers")
        self.actor = try Actor(row)
        self.version = try row.decode("version")
        self.createdAt = try row.decode("created_at")
        self.updatedAt = try row.decode("updated_at")
    }

    /// The sheet with its lines, as its rules see it.
    func sheet(_ lines: [CountLineRecord]) -> CountSheet {
        CountSheet(
            policy: self.policy,
            state: self.state,
            lines: lines.map(\.line),
            approvers: self.approvers
        )
    }
}

extension CountPolicy {
    /// Reads the columns that plans and counts have in common.
    init(_ row: Row) throws {
        self.init(
            isBlind: try row.decode("is_blind"),
            tolerance: CountTolerance(
                quantity: try row.decode("tolerance_quantity"),
                percent: try row.decode("tolerance_percent")
            ),
            soleApproval: try row.decode("sole_approval")
        )
    }
}

/// Goods to be counted, where, and how.
struct CountTarget: Hashable, Sendable {
    let variant: ID<Variant>
    let location: ID<Location>
    let lot: ID<Lot>?
    /// Whether they are counted by the numbers of units.
    let isTracked: Bool
}

/// A row of `count_line`.
struct CountLineRecord: Sendable {
    let number: Int
    let target: CountTarget
    let isAdded: Bool
    let line: CountSheet.Line

    init(_ row: Row) throws {
        self.number = Int(try row.decode("number", as: Int32.self))
        let lot: ID<Lot> = try row.decode("lot")
        self.target = CountTarget(
            variant: try row.decode("variant"),
            location: try row.decode("location"),
            lot: lot.named,
            isTracked: try row.decode("is_tracked")
        )
        self.isAdded = try row.decode("is_added")
        var look: CountSheet.Look?
        if let seen = try row.decode("seen", as: Quantity?.self) {
            look = CountSheet.Look(
                observedAt: try row.decode("observed_at"),
                seen: seen,
                expected: try row.decode("expected"),
                isMixedUp: try row.decode("is_mixed_up")
            )
        }
        self.line = CountSheet.Line(
            id: try row.decode("id"),
            state: try row.word("state"),
            last: look,
            counters: Set(try row.decode("counters", as: [UUID].self))
        )
    }
}
