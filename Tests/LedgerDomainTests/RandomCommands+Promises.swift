import Contracts
import Kernel
import LedgerDomain

extension RandomCommands {
    mutating func reservation(at now: Timestamp) -> LedgerCommand {
        let variant = self.one(of: [Company.lotted, Company.plain, Company.plain]) ?? Company.plain
        return .reserve(
            ReservationRequest(
                id: self.identifier(),
                warehouse: self.warehouse(),
                expiresAt: self.end(after: now),
                priority: Int.random(in: 0...9, using: &self.generator),
                reference: self.chance(1, of: 3) ? self.document() : nil,
                lines: (0..<2).map { _ in
                    ReservationRequest.Line(
                        variant: .id(variant.id),
                        quantity: self.quantity(),
                        mayWait: self.chance(1, of: 2)
                    )
                }
            )
        )
    }

    /// Something is taken of a promise: all of it, or some of a line.
    mutating func consumption(of promises: PromiseModel, at now: Timestamp) -> LedgerCommand {
        let part = DocumentPart(
            number: Int.random(in: 1...2, using: &self.generator),
            quantity: self.quantity(),
            lot: self.chance(1, of: 5) ? self.lot() : nil
        )
        return .consume(
            Consumption(
                entry: self.identifier(),
                reservation: self.pending(in: promises),
                about: self.circumstances(at: now),
                location: self.chance(1, of: 3) ? self.place() : nil,
                isAnywhere: self.chance(1, of: 2),
                lines: self.chance(2, of: 3) ? [part] : [],
                isFinal: self.chance(1, of: 3)
            )
        )
    }

    /// A promise is given up, is over, gets what it waits for or another end.
    mutating func end(of promises: PromiseModel, at now: Timestamp) -> LedgerCommand {
        let reservation = self.pending(in: promises)
        switch Int.random(in: 0..<8, using: &self.generator) {
        case 0: return .release(Release(reservation))
        case 1:
            let number = Int.random(in: 1...2, using: &self.generator)
            let line = Release.Line(number: number, quantity: self.quantity())
            return .release(Release(reservation, lines: [line]))
        case 2: return .expire(reservation)
        case 3...5: return .fill(reservation)
        case 6:
            return .extend(ReservationExtension(reservation, expiresAt: self.end(after: now)))
        default:
            return .withdraw(
                Withdrawal(
                    id: self.identifier(),
                    reference: self.document(),
                    warehouse: self.warehouse()
                )
            )
        }
    }

    private mutating func pending(in promises: PromiseModel) -> ID<Reservation> {
        self.one(of: promises.pending)?.id ?? self.identifier()
    }

    private mutating func warehouse() -> LocationName {
        .id((self.chance(2, of: 3) ? Company.north : Company.south).id)
    }

    /// One of a few, so that some come twice, or late.
    private mutating func document() -> Reference {
        Reference(source: "shop", document: "\(Int.random(in: 0..<8, using: &self.generator))")
    }

    /// In a while, never, or in the past, which is refused.
    private mutating func end(after now: Timestamp) -> Timestamp? {
        guard self.chance(1, of: 2) else { return nil }
        let seconds = Int.random(in: -600...20_000, using: &self.generator)
        return now.advanced(by: .seconds(seconds))
    }
}
