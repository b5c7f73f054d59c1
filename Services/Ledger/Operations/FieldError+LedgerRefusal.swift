import Contracts
import Kernel
import LedgerDomain

extension FieldError {
    /// The field and the rule of a refusal that concerns one field.
    init(_ refusal: LedgerRefusal, fields: RefusedFields) {
        let (pointer, rule, message) = FieldError.parts(of: refusal, fields)
        self.init(pointer: pointer, rule: rule, message: message)
    }

    private static func parts(
        of refusal: LedgerRefusal,
        _ fields: RefusedFields
    ) -> (pointer: String, rule: String, message: String) {
        switch refusal {
        case .noLines:
            (fields.lines, "minItems", "There is at least one line.")
        case .tooManyLines:
            (fields.lines, "maxItems", "There are at most \(Posting.maximumLines) lines.")
        case .tooManyMovements:
            (
                fields.lines, "maxMovements",
                "One entry moves at most \(Posting.maximumMovements) units or lots one by one."
            )
        case .oneSided:
            (fields.lines, "production", "Something goes in, and something comes out.")
        case .quantityNotPositive(let line):
            (fields.line(line, "quantity"), "positive", "The quantity must be above zero.")
        case .quantityOutOfRange(let line):
            (
                fields.line(line, "quantity"), "range",
                "The quantity is not exact, above \(Quantity.largestLine), or too much there."
            )
        case .effectiveInFuture:
            ("/effectiveAt", "past", "What is entered has happened already.")
        case .expiryInPast:
            ("/expiresAt", "future", "The reservation must end in the future.")
        case .sameLocation:
            ("/to", "different", "Goods move between two different locations.")
        case .wrongKindOfLocation(let name, let kind, let line):
            (
                fields.location(name, line: line), "kind",
                "\(name) is of kind \(kind.rawValue), which does not fit here."
            )
        case .outsideReservation(let name, let line):
            (
                fields.location(name, line: line), "warehouse",
                "\(name) is not in the warehouse of the reservation."
            )
        case .outsideTransfer(let name, let line):
            (
                fields.location(name, line: line), "warehouse",
                "\(name) is not in the warehouse of the transfer order."
            )
        case .notOrdered(let line, let left):
            (fields.line(line, "quantity"), "ordered", "Only \(left) of the line can still leave.")
        case .notInTransit(let line, let left):
            (fields.line(line, "quantity"), "inTransit", "Only \(left) of the line is in transit.")
        case .notReserved(let line, let open):
            (fields.line(line, "quantity"), "open", "Only \(open) of the line is still open.")
        default:
            self.partsOfItem(refusal, fields)
        }
    }

    private static func partsOfItem(
        _ refusal: LedgerRefusal,
        _ fields: RefusedFields
    ) -> (pointer: String, rule: String, message: String) {
        switch refusal {
        case .lotRequired(let line):
            (fields.line(line, "lot"), "required", "The variant is tracked by lot.")
        case .lotNotTracked(let line):
            (fields.line(line, "lot"), "absent", "The variant is not tracked by lot.")
        case .lotExpiryRequired(let line):
            (fields.line(line, "expiresOn"), "required", "A new lot of this variant expires.")
        case .lotDiffers(let lot, let mark, let line):
            (
                fields.line(line, mark.rawValue), "same",
                "The lot \(lot.key.code) is known \(Self.known(mark, of: lot.details))."
            )
        case .serialsRequired(let count, let line):
            (
                fields.line(line, "serials"), "count",
                "The variant is tracked by serial number: \(count) are needed."
            )
        case .serialsNotTracked(let line):
            (fields.line(line, "serials"), "absent", "The variant has no serial numbers.")
        case .notInEntry(let line):
            (fields.line(line), "exists", "The entry has no such line or movement.")
        case .reversedTooFar(let line, let number, let left):
            (
                fields.line(line, "quantity"), "left",
                "Only \(left) of line \(number) of the entry is left to undo."
            )
        case .unitNotInEntry(let number, let line):
            (
                fields.line(line, "serials"), "exists",
                "The unit \(number) is not among what is left to undo."
            )
        default:
            self.partsOfLevel(refusal, fields)
        }
    }

    /// What is written on a lot, as the end of a sentence.
    private static func known(_ mark: StockLot.Details.Mark, of lot: StockLot.Details) -> String {
        switch mark {
        case .supplier: lot.supplier.map { "to come from \($0)" } ?? "without a supplier"
        case .manufacturedOn:
            lot.manufacturedOn.map { "to be made on \($0)" } ?? "without a day on which it was made"
        case .expiresOn: "to expire \(lot.expiresOn.map { "on \($0)" } ?? "never")"
        }
    }
}
