import Contracts
import Kernel
import LedgerDomain

extension Instruction {
    /// What a till did, as an instruction to enter it.
    init(_ sale: RecordSale) {
        let kind: EntryKind =
            switch sale.kind {
            case .sale: .sale
            case .refund: .return
            case .adjustment: .adjust
            }
        let reason = sale.reason.flatMap(AdjustmentReason.init) ?? .other
        let outside: LocationName =
            sale.kind == .adjustment ? .virtual(reason.counterpart) : .virtual(.customer)
        let posting = Posting(
            id: .make(),
            kind: kind,
            about: Circumstances(
                effectiveAt: sale.effectiveAt,
                reference: sale.reference,
                originalReference: sale.originalReference,
                reason: sale.reason,
                note: sale.note
            ),
            lines: sale.lines.map { line in
                Posting.Line(line, at: .id(sale.locationId), outside: outside)
            }
        )
        self.init(
            .post(posting),
            by: Actor(source: sale.sourceId, name: sale.reference.source),
            with: Authority(mayOversell: sale.allowNegative, lateness: .fact)
        )
    }

    /// The undoing of what a till did.
    init(_ reversal: ReverseEntry) {
        self.init(
            .reverse(
                Reversal(
                    id: .make(),
                    of: .document(reversal.originalReference),
                    about: Circumstances(
                        effectiveAt: reversal.effectiveAt,
                        reference: reversal.reference,
                        originalReference: reversal.originalReference,
                        reason: reversal.reason,
                        note: reversal.note
                    )
                )
            ),
            by: Actor(source: reversal.sourceId, name: reversal.reference.source),
            with: Authority(mayOversell: reversal.allowNegative, lateness: .fact)
        )
    }
}

extension Posting.Line {
    fileprivate init(_ line: TillLine, at location: LocationName, outside: LocationName) {
        self.init(
            number: line.line,
            variant: .id(line.variantId),
            lot: line.lot.map { LotName.code($0, StockLot.Details()) },
            serials: line.serials,
            quantity: line.quantity,
            from: line.direction == .out ? location : outside,
            to: line.direction == .out ? outside : location
        )
    }
}

extension Actor {
    fileprivate init(source: ID<PosSource>?, name: String) {
        self.init(kind: .source, id: source?.rawValue, name: name)
    }
}
