import Contracts
import Kernel
import LedgerDomain
import Messaging

extension Announcement {
    /// Tells of the entries that decisions made: once for all that are ordered and made alike.
    ///
    /// - Parameters:
    ///   - state: Has all decisions applied.
    ///   - cause: `nil` where there are several; each entry names its own.
    static func entered(
        _ accepted: [(submission: Submission, decision: Decision)],
        on state: LedgerState,
        cause: MessageContext?
    ) throws -> [OutboxMessage] {
        let entries = accepted.compactMap { submission, decision in
            decision.entry.map { entry in
                Announcement(decision, on: state).posted(entry, cause: submission.cause)
            }
        }
        return try Dictionary(grouping: entries, by: \.routingKey)
            .sorted { $0.key < $1.key }
            .flatMap { _, alike in
                try self.parts(of: alike).map { part in
                    try OutboxMessage(
                        EntriesPosted(entries: Array(part)),
                        subject: part[part.startIndex].entryId.description,
                        cause: cause
                    )
                }
            }
    }

    /// The entries, as many in each part as one message may have.
    static func parts(of entries: [EntryPosted]) -> [ArraySlice<EntryPosted>] {
        entries.parts(
            ofAtMost: EntriesPosted.maximumEntries,
            weighingAtMost: EntriesPosted.maximumMovements,
            \.movements.count
        )
    }

    /// The entry that the decision made, with all that it holds.
    private func posted(_ entry: PostedEntry, cause: MessageContext?) -> EntryPosted {
        EntryPosted(
            entryId: entry.id,
            correlationId: ID(cause?.correlationID ?? entry.id.rawValue),
            causationId: cause.map { ID($0.messageID) },
            kind: entry.kind,
            reference: entry.about.reference,
            originalReference: entry.about.originalReference,
            reversedEntryId: entry.reverses,
            reservationId: entry.reservation,
            reason: entry.about.reason,
            note: entry.about.note,
            effectiveAt: entry.effectiveAt,
            occurredAt: entry.occurredAt,
            recordedAt: entry.recordedAt,
            actor: entry.actor,
            movements: entry.movements.map { movement in
                MovementPosted(
                    movementId: movement.id,
                    line: movement.line,
                    variantId: movement.variant,
                    sku: self.sku(movement.variant),
                    fromLocationId: movement.from,
                    toLocationId: movement.to,
                    lotId: movement.lot,
                    serials: movement.serial.flatMap(self.state.serial).map { [$0.key.number] },
                    quantity: movement.quantity
                )
            },
            balances: self.decision.balances.compactMap { balance in
                guard let location = self.state.location(.id(balance.key.location)),
                    location.kind.isPhysical, let warehouse = location.warehouse
                else { return nil }
                return BalanceAfter(
                    variantId: balance.key.variant,
                    locationId: location.id,
                    warehouseId: warehouse,
                    lotId: balance.key.lot,
                    onHand: balance.onHand,
                    version: balance.version
                )
            }
        )
    }
}
