import Contracts
import Kernel
import LedgerDomain

/// An entry, with its movements or, in lists, without.
struct EntryBody: Codable, Sendable {
    let id: ID<Entry>
    let kind: EntryKind
    let reference: Reference?
    let originalReference: Reference?
    let reversedEntryId: ID<Entry>?
    let reversedByEntryId: ID<Entry>?
    let reservationId: ID<Reservation>?
    let transferOrderId: ID<TransferOrder>?
    let batchId: ID<EntryBatch>?
    let approvedEntryId: ID<Entry>?
    let authority: Permission?
    let reason: String?
    let note: String?
    let effectiveAt: Timestamp
    /// When it happened, where it counts as having happened later.
    let occurredAt: Timestamp?
    let recordedAt: Timestamp
    let actor: Actor
    /// Whether a block proves it; only where one entry is read.
    let isSealed: Bool?
    let movements: [MovementBody]?
    let balances: [BalanceBody]?

    /// - Parameters:
    ///   - movements: `nil` in lists.
    ///   - balances: What the entry left behind, in the answer to posting it.
    init(
        _ entry: PostedEntry,
        reversedBy: ID<Entry>? = nil,
        isSealed: Bool? = nil,
        movements: [MovementBody]? = nil,
        balances: [BalanceBody]? = nil
    ) {
        self.id = entry.id
        self.kind = entry.kind
        self.reference = entry.about.reference
        self.originalReference = entry.about.originalReference
        self.reversedEntryId = entry.reverses
        self.reversedByEntryId = reversedBy
        self.reservationId = entry.reservation
        self.transferOrderId = entry.transfer
        self.batchId = entry.batch
        self.approvedEntryId = entry.approves
        self.authority = entry.authority
        self.reason = entry.about.reason
        self.note = entry.about.note
        self.effectiveAt = entry.effectiveAt
        self.occurredAt = entry.occurredAt
        self.recordedAt = entry.recordedAt
        self.actor = entry.actor
        self.isSealed = isSealed
        self.movements = movements
        self.balances = balances
    }

    /// An entry that was just posted.
    init(_ entry: PostedEntry, leaving balances: [Balance], on state: LedgerState) {
        var movements: [MovementBody] = []
        movements.reserveCapacity(entry.movements.count)
        for movement in entry.movements {
            movements.append(MovementBody(movement, on: state, after: movements.last))
        }
        var left: [BalanceBody] = []
        left.reserveCapacity(balances.count)
        for balance in balances {
            left.append(BalanceBody(balance, on: state, after: left.last))
        }
        self.init(entry, movements: movements, balances: left)
    }
}

/// What an entry left at a location.
struct BalanceBody: Codable, Sendable {
    let variantId: ID<Variant>
    let sku: String
    let location: LocationLabel
    let lot: LotLabel?
    let onHand: Quantity

    /// - Parameter last: The balance before, which mostly is of the same place.
    init(_ balance: Balance, on state: borrowing LedgerState, after last: BalanceBody?) {
        self.variantId = balance.key.variant
        self.sku = state.sku(of: balance.key.variant)
        self.location = state.label(of: balance.key.location, like: last?.location)
        self.lot = state.label(of: balance.key.lot)
        self.onHand = balance.onHand
    }
}
