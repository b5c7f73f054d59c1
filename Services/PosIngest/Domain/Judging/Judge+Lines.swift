import Contracts
import Kernel

extension Judge {
    /// The lines that move stock, with their codes resolved and packs counted in base units.
    func lines(of document: PosDocument) -> Result<[TillLine], Unresolved> {
        var lines: [TillLine] = []
        var findings = Findings()
        for (index, line) in document.lines.enumerated()
        where !self.source.nonStockCodes.contains(line.code) {
            switch self.book.resolve(line.code, for: self.source.name) {
            case .unknown: findings.add(.unknownCode, line, at: index)
            case .ambiguous: findings.add(.ambiguousCode, line, at: index)
            case .found(let meaning) where meaning.isRetired:
                findings.add(.retiredVariant, line, at: index)
            case .found(let meaning):
                guard let quantity = Self.inBaseUnits(line.quantity, meaning.packQuantity) else {
                    findings.add(.malformed, line, at: index)
                    continue
                }
                lines.append(
                    TillLine(
                        line: line.lineNumber,
                        variantId: meaning.variant,
                        quantity: quantity.isNegative ? -quantity : quantity,
                        direction: Self.direction(of: document.kind, quantity),
                        lot: line.lot,
                        serials: line.serials ?? []
                    )
                )
            }
        }
        if let parking = findings.parking { return .failure(Unresolved(parking)) }
        return .success(lines)
    }

    /// Exact, or `nil` where the product has more decimals than a quantity or is out of range.
    static func inBaseUnits(_ quantity: Quantity, _ pack: Quantity) -> Quantity? {
        let (high, low) = quantity.tenThousandths.multipliedFullWidth(by: pack.tenThousandths)
        let scale = Quantity(integerLiteral: 1).tenThousandths
        // The quotient fits only where the high half is a mere extension of the sign.
        guard high == 0 || high == -1 else { return nil }
        let product = Int64(bitPattern: low)
        guard (product < 0) == (high < 0), product % scale == 0 else { return nil }
        return Quantity(tenThousandths: product / scale)
    }

    private static func direction(of kind: PosMessageKind, _ quantity: Quantity) -> Direction {
        switch kind {
        case .sale, .void: .out
        case .refund: .in
        case .adjustment: quantity.isNegative ? .out : .in
        }
    }
}

/// What is wrong with the lines of a document, the gravest reason first.
private struct Findings {
    private var errors: [FieldError] = []
    private var codes: [Verbatim] = []
    private var reasons: Set<ParkReason> = []

    mutating func add(_ reason: ParkReason, _ line: PosLine, at index: Int) {
        self.reasons.insert(reason)
        let code = Verbatim(line.code)
        if !self.codes.contains(code) { self.codes.append(code) }
        let field = reason == .malformed ? "quantity" : "code"
        self.errors.append(
            FieldError(
                pointer: "/lines/\(index)/\(field)",
                rule: reason == .malformed ? "inexact" : reason.rawValue,
                message: Self.message(reason, line)
            )
        )
    }

    var parking: Parking? {
        let order: [ParkReason] = [.unknownCode, .ambiguousCode, .retiredVariant, .malformed]
        guard let reason = order.first(where: self.reasons.contains), let first = self.errors.first
        else { return nil }
        return Parking(
            reason,
            first.message,
            errors: self.errors,
            unresolvedCodes: self.codes.map(\.wrappedValue)
        )
    }

    private static func message(_ reason: ParkReason, _ line: PosLine) -> String {
        switch reason {
        case .ambiguousCode: "\(line.code) is a SKU of one variant and a barcode of another."
        case .retiredVariant: "\(line.code) is retired."
        case .malformed: "\(line.quantity) packs of \(line.code) are no exact quantity."
        default: "\(line.code) is no SKU, barcode or alias."
        }
    }
}
