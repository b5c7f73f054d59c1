import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Holds, quarantines, recalls or releases a lot, with all of its stock.
struct ChangeLotStatus: CommandOperation {
    static let id = "changeLotStatus"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let lot = try request.pathID("lotId", of: Lot.self)
        let draft: LotStatusDraft = try request.document()
        var rules = DraftRules()
        rules.note(draft.note)
        // What the clock gives, nobody gives by hand.
        if draft.status == .expired {
            rules.add("/status", "enum", "A lot expires by its last day.")
        }
        if draft.reason == .expiry {
            rules.add("/reason", "enum", "Only the clock has this reason.")
        }
        try rules.finish()
        return Self.plan(
            LotStatusRequest(
                lot: lot,
                status: draft.status,
                reason: draft.reason,
                note: draft.note
            )
        )
    }

    /// A command that gives a lot another status, which is then the answer.
    static func plan(_ request: LotStatusRequest) -> CommandPlan {
        CommandPlan(.changeLot(request)) { decision, state in
            guard let change = decision.lotChange else { return .noContent }
            return try .json(
                LotStatusChangeBody(change, on: state),
                headers: [Precondition.tag(change.lot.version)]
            )
        }
    }
}

struct LotStatusDraft: Codable, Sendable {
    let status: LotStatus
    let reason: LotReason
    let note: String?
}

/// What the change of a lot's status concerned.
struct LotStatusChangeBody: Codable, Sendable {
    let lot: LotLabel
    let variantId: ID<Variant>
    let sku: String
    let formerStatus: LotStatus
    let version: Int64
    let warehouses: [Level]

    /// What one warehouse has of the lot, and what it has available of the variant.
    struct Level: Codable, Sendable {
        let warehouse: LocationLabel
        let onHand: Quantity
        let available: Quantity
        let reservations: Int
    }

    /// - Parameter state: Has the change applied.
    init(_ change: LotStatusChange, on state: LedgerState) {
        let (lot, variant) = (change.lot, change.lot.key.variant)
        self.lot = LotLabel(
            id: lot.id,
            code: lot.key.code,
            expiresOn: lot.details.expiresOn,
            status: lot.status
        )
        self.variantId = variant
        self.sku = state.sku(of: variant)
        self.formerStatus = change.former
        self.version = lot.version
        self.warehouses = change.levels.map { level in
            let availability = state.availability(
                Availability.Key(variant: variant, warehouse: level.warehouse)
            )
            return Level(
                warehouse: state.label(of: level.warehouse),
                onHand: level.onHand,
                available: availability.available,
                reservations: availability.reservations
            )
        }
    }
}
