import Contracts
import Kernel
import LedgerDomain
import Messaging

/// What the rest of the house is told of a decision.
struct Announcement {
    let decision: Decision
    let state: LedgerState

    /// - Parameter state: Has the decision applied, and everything that it names.
    init(_ decision: Decision, on state: LedgerState) {
        self.decision = decision
        self.state = state
    }

    func messages(cause: MessageContext?) throws -> [OutboxMessage] {
        var messages: [OutboxMessage] = []
        func add(_ fact: some Contract, about subject: String, version: Int64? = nil) throws {
            messages.append(
                try OutboxMessage(fact, subject: subject, version: version, cause: cause)
            )
        }
        for lot in self.decision.lots {
            try add(self.changed(lot), about: lot.id.description, version: lot.version)
        }
        if let change = self.decision.lotChange {
            let (lot, subject) = (change.lot, change.lot.id.description)
            try add(self.changed(lot), about: subject, version: lot.version)
            if let fact = self.expired(by: change) { try add(fact, about: subject) }
        }
        if let fact = self.inspected() { try add(fact, about: fact.lotId.description) }
        if let entry = self.decision.entry, let fact = self.oversold(by: entry) {
            try add(fact, about: entry.id.description)
        }
        for variant in self.decision.firstUses {
            try add(self.used(variant), about: variant.description)
        }
        // A document that was withdrawn before it came has never held anything.
        if let reservation = self.decision.reservation, !reservation.lines.isEmpty {
            try add(
                self.changed(reservation),
                about: reservation.id.description,
                version: reservation.version
            )
        }
        if let order = self.decision.transfer {
            try add(
                TransferChanged(order, by: self.decision.entry, on: self.state),
                about: order.id.description,
                version: order.version
            )
        }
        for change in self.decision.handlingUnits {
            let unit = change.unit
            guard let warehouse = self.state.location(.id(unit.place))?.warehouse else { continue }
            let fact = HandlingUnitChanged(change, in: warehouse)
            try add(fact, about: unit.id.description, version: unit.version)
        }
        if let proposal = self.decision.proposal {
            try add(
                ProposalChanged(proposal, at: self.state.now),
                about: proposal.id.description,
                version: proposal.version
            )
        }
        return messages
    }

    func sku(_ variant: ID<Variant>) -> String { self.state.sku(of: variant) }

    private func used(_ variant: ID<Variant>) -> VariantUsed {
        VariantUsed(
            variantId: variant,
            sku: self.sku(variant),
            entryId: self.decision.entry?.id,
            recordedAt: self.state.now
        )
    }

    private func changed(_ lot: StockLot) -> LotChanged {
        LotChanged(
            lotId: lot.id,
            variantId: lot.key.variant,
            sku: self.sku(lot.key.variant),
            code: lot.key.code,
            supplier: lot.details.supplier,
            manufacturedOn: lot.details.manufacturedOn,
            expiresOn: lot.details.expiresOn,
            status: lot.status,
            version: lot.version
        )
    }

    private func expired(by change: LotStatusChange) -> LotExpired? {
        let lot = change.lot
        guard lot.status == .expired, let day = lot.details.expiresOn else { return nil }
        return LotExpired(
            lotId: lot.id,
            variantId: lot.key.variant,
            sku: self.sku(lot.key.variant),
            code: lot.key.code,
            expiresOn: day,
            levels: change.levels.map { .init(warehouseId: $0.warehouse, onHand: $0.onHand) },
            version: lot.version
        )
    }

    private func changed(_ reservation: StockReservation) -> ReservationChanged {
        ReservationChanged(
            reservationId: reservation.id,
            warehouseId: reservation.warehouse,
            reference: reservation.reference,
            state: reservation.state,
            lines: reservation.lines.enumerated().map { index, line in
                ReservedLine(
                    line: index + 1,
                    variantId: line.variant,
                    sku: self.sku(line.variant),
                    reserved: line.reserved,
                    consumed: line.consumed,
                    released: line.released,
                    backordered: line.backordered.isPositive ? line.backordered : nil,
                    reference: line.reference
                )
            },
            expiresAt: reservation.expiresAt,
            version: reservation.version
        )
    }

    private func oversold(by entry: PostedEntry) -> StockOversold? {
        let balances = self.decision.oversold.compactMap { balance in
            self.state.location(.id(balance.key.location))?.warehouse.map { warehouse in
                OversoldBalance(
                    variantId: balance.key.variant,
                    sku: self.sku(balance.key.variant),
                    locationId: balance.key.location,
                    warehouseId: warehouse,
                    lotId: balance.key.lot,
                    onHand: balance.onHand
                )
            }
        }
        guard !balances.isEmpty else { return nil }
        return StockOversold(
            entryId: entry.id,
            reference: entry.about.reference,
            effectiveAt: entry.effectiveAt,
            balances: balances
        )
    }
}
