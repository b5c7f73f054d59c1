import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// The `cost_order` table, which only grows.
enum CostOrderStore {
    /// Adds an order; it is followed in its turn, after all that was recorded before.
    ///
    /// The horizon is held first, so that nothing later is followed before it. What happened in a period
    /// that is closed counts from the first instant that is open.
    ///
    /// - Returns: Nothing for a document that has taken effect, or where the same was reversed before.
    /// - Throws: 409 for a time that is softly closed to whoever orders it.
    static func append(
        _ action: CostOrder.Action,
        _ about: About,
        in transaction: borrowing Transaction
    ) throws -> Rows {
        let record = CostOrderRecord(action)
        let held = try transaction.execute(JournalHorizon.hold)
        let now: Timestamp = try held[0].decode("now")
        let time = try about.effectiveAt.map { time in
            try self.time(of: time, at: now, about.lateness, in: transaction)
        }
        return try transaction.execute(
            """
            INSERT INTO cost_order (
                id, recorded_at, effective_at, occurred_at, kind, source, document, body, reason,
                actor_kind, actor_id, actor_name, reverses
            )
            SELECT \(about.id), now, coalesce(\(time), now),
                \(time == about.effectiveAt ? nil : about.effectiveAt), \(record.kind),
                \(about.reference?.source), \(about.reference?.document),
                \(try JSONB(encoding: record)), \(about.reason), \(about.actor.kind.rawValue),
                \(about.actor.id), \(about.actor.name), \(record.order)
            FROM clock_timestamp() AS clock (now)
            ON CONFLICT DO NOTHING
            RETURNING *, NULL::uuid AS reversed_by
            """
        )
    }

    /// When a cost of some time counts; keeps the periods as they are until the transaction ends.
    private static func time(
        of time: Timestamp,
        at now: Timestamp,
        _ lateness: Lateness,
        in transaction: borrowing Transaction
    ) throws -> Timestamp {
        let rows = try transaction.execute(PeriodStore.hold(from: time, until: now))
        let calendar = PeriodCalendar(try rows.map { try StockPeriod($0) })
        do throws(LedgerRefusal) {
            // Goods were received and sold, and their cost came later: that is what it is.
            return try calendar.entryTime(of: time, lateness, isUndoing: true)
        } catch {
            throw Problem(error, fields: RefusedFields())
        }
    }

    /// Orders that variants are costed by a policy, which is the nearest to them; only of those that
    /// were costed before.
    static func apply(_ policy: ID<CostPolicy>, by actor: Actor) -> SQL {
        """
        INSERT INTO cost_order (
            id, recorded_at, effective_at, kind, body, actor_kind, actor_id, actor_name
        )
        SELECT gen_random_uuid(), now, now, 'cost',
            jsonb_strip_nulls(jsonb_build_object(
                'kind', 'cost', 'variant', costed.variant, 'method', costed.method, 'standard',
                trim_scale(costed.standard::numeric / 1000000)::text
            )),
            \(actor.kind.rawValue), \(actor.id), \(actor.name)
        FROM clock_timestamp() AS clock (now)
        CROSS JOIN (
            \(fragment: CostPolicies.resolved(
                for: "policy.id = \(policy) AND variant.id IN (SELECT variant FROM cost_beginning)"
            ))
        ) AS costed
        """
    }

    /// Orders, each with the one that takes it back.
    static func select(_ condition: SQL) -> SQL {
        """
        SELECT *, (
            SELECT reversal.id FROM cost_order AS reversal WHERE reversal.reverses = cost_order.id
        ) AS reversed_by
        FROM cost_order
        WHERE \(fragment: condition)
        """
    }

    /// What was followed that is about the variants of other orders, since those.
    static func orders(since orders: [ID<CostSource>], upTo position: CostPosition) -> SQL {
        """
        SELECT cost_order.*
        FROM (
            SELECT variant, min(recorded_at) AS recorded_at
            FROM cost_entry
            WHERE source = ANY (\(orders))
            GROUP BY variant
        ) AS landed
        JOIN cost_order ON cost_order.kind IN ('cost', 'revalue')
            AND cost_order.body ->> 'variant' = landed.variant::text
            AND cost_order.recorded_at >= landed.recorded_at
        WHERE (cost_order.recorded_at, cost_order.id)
            <= (\(position.recordedAt), \(position.source))
        ORDER BY cost_order.recorded_at, cost_order.id
        """
    }

    /// Who ordered something, and why.
    struct About {
        var id = ID<CostSource>.make()
        var effectiveAt: Timestamp?
        var lateness = Lateness.refused
        var reference: Reference?
        var reason: String?
        let actor: Actor
    }
}

extension CostOrder {
    init(_ row: Row) throws {
        let record: CostOrderRecord = try row.decode("body", as: JSONB.self).decode()
        self.init(
            id: try row.decode("id"),
            recordedAt: try row.decode("recorded_at"),
            effectiveAt: try row.decode("effective_at"),
            action: try record.action
        )
    }
}

/// An order as it is kept; members that an action does not have are left out.
struct CostOrderRecord: Codable, Sendable {
    let kind: String
    var variant: ID<Variant>?
    var warehouse: ID<Location>?
    var method: CostMethod?
    var standard: CostValue?
    var unitCost: CostValue?
    var amount: CostValue?
    var basis: SpreadBasis?
    var receipts: [Receipt]?
    /// The order that is taken back.
    var order: ID<CostSource>?

    struct Receipt: Codable, Sendable {
        let entry: ID<Entry>
        let movements: [ID<Movement>]?
    }

    /// The record lacks what its kind needs: another build has written it.
    struct Unreadable: Error {
        let kind: String
    }

    init(_ action: CostOrder.Action) {
        switch action {
        case .cost(let variant, let costing):
            self.kind = "cost"
            self.variant = variant
            self.method = costing.method
            self.standard = costing.standard
        case .land(let cost):
            self.kind = "land"
            self.amount = cost.amount
            self.basis = cost.basis
            self.receipts = cost.receipts.map { receipt in
                Receipt(entry: receipt.entry, movements: receipt.movements?.sorted())
            }
        case .revalue(let revaluation):
            self.kind = "revalue"
            self.variant = revaluation.variant
            self.warehouse = revaluation.warehouse
            switch revaluation.change {
            case .unitCost(let value): self.unitCost = value
            case .amount(let value): self.amount = value
            }
        case .reverse(let order):
            self.kind = "reverse"
            self.order = order
        }
    }

    var action: CostOrder.Action {
        get throws {
            switch (self.kind, self.variant) {
            case ("cost", let variant?):
                guard let method = self.method else { break }
                return .cost(variant, Costing(method, standard: self.standard))
            case ("revalue", let variant?):
                let change =
                    self.unitCost.map(Revaluation.Change.unitCost)
                    ?? self.amount.map(Revaluation.Change.amount)
                guard let change else { break }
                return .revalue(Revaluation(variant, in: self.warehouse, change))
            case ("land", _):
                guard let amount = self.amount, let basis = self.basis, let receipts = self.receipts
                else { break }
                let lands = receipts.map { receipt in
                    LandedCost.Receipt(receipt.entry, movements: receipt.movements.map(Set.init))
                }
                return .land(LandedCost(amount, by: basis, over: lands))
            case ("reverse", _):
                guard let order = self.order else { break }
                return .reverse(order)
            default: break
            }
            throw Unreadable(kind: self.kind)
        }
    }
}
