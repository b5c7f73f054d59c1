import Contracts
import Kernel
import LedgerDomain

extension Company {
    static func receive(
        _ quantity: Quantity,
        of variant: StockVariant = Company.plain,
        lot: LotName? = nil,
        serials: [String] = [],
        at location: StockLocation = Company.north,
        reference: Reference? = nil
    ) -> LedgerCommand {
        .post(
            .receive,
            [
                Posting.Line(
                    variant: .sku(variant.sku),
                    lot: lot,
                    serials: serials,
                    quantity: quantity,
                    from: .virtual(.supplier),
                    to: .id(location.id)
                )
            ],
            reference: reference
        )
    }

    static func sell(
        _ quantities: Quantity...,
        of variant: StockVariant = Company.plain,
        lot: LotName? = nil,
        serials: [String] = [],
        at location: StockLocation = Company.north,
        reference: Reference? = nil
    ) -> LedgerCommand {
        .post(
            .sale,
            quantities.map { quantity in
                Posting.Line(
                    variant: .sku(variant.sku),
                    lot: lot,
                    serials: serials,
                    quantity: quantity,
                    from: .id(location.id),
                    to: .virtual(.customer)
                )
            },
            reference: reference
        )
    }

    static func reserve(
        _ quantities: Quantity...,
        of variant: StockVariant = Company.plain,
        id: ID<Reservation> = .make(),
        expiresAt: Timestamp? = nil
    ) -> LedgerCommand {
        .reserve(
            ReservationRequest(
                id: id,
                warehouse: .id(Company.north.id),
                expiresAt: expiresAt,
                lines: quantities.map {
                    ReservationRequest.Line(variant: .id(variant.id), quantity: $0)
                }
            )
        )
    }

    static func consume(
        _ quantity: Quantity,
        from reservation: ID<Reservation>,
        at location: StockLocation = Company.north,
        lot: LotName? = nil,
        isFinal: Bool = false
    ) -> LedgerCommand {
        .consume(
            Consumption(
                entry: .make(),
                reservation: reservation,
                location: .id(location.id),
                lines: [DocumentPart(number: 1, quantity: quantity, lot: lot)],
                isFinal: isFinal
            )
        )
    }

    /// Moves goods of a lot; what has no other end comes from outside, or goes there.
    ///
    /// - Parameter other: Where that is; `nil` for the usual place of the kind.
    static func move(
        _ quantity: Quantity,
        of lot: LotName,
        _ kind: EntryKind,
        from: StockLocation? = nil,
        to: StockLocation? = nil,
        outside other: LocationKind? = nil
    ) -> LedgerCommand {
        let outside = LocationName.virtual(other ?? (kind == .adjust ? .scrap : .customer))
        return .post(
            kind,
            [
                Posting.Line(
                    variant: .sku(Company.lotted.sku),
                    lot: lot,
                    quantity: quantity,
                    from: from.map { .id($0.id) } ?? outside,
                    to: to.map { .id($0.id) } ?? outside
                )
            ]
        )
    }

    static func give(_ lot: ID<Lot>, _ status: LotStatus) -> LedgerCommand {
        .changeLot(LotStatusRequest(lot: lot, status: status, reason: .other))
    }

    static func reverse(_ entry: ID<Entry>, _ parts: Reversal.Part...) -> LedgerCommand {
        Company.reverse(entry, parts: parts)
    }

    static func reverse(_ entry: ID<Entry>, parts: [Reversal.Part]) -> LedgerCommand {
        .reverse(Reversal(id: .make(), of: .entry(entry), about: Circumstances(), parts: parts))
    }
}

extension LedgerCommand {
    static func post(
        _ kind: EntryKind,
        _ lines: [Posting.Line],
        reference: Reference? = nil
    ) -> LedgerCommand {
        .post(
            Posting(
                id: .make(),
                kind: kind,
                about: Circumstances(reference: reference),
                lines: lines
            )
        )
    }
}
