import Contracts
import Kernel
import LedgerDomain

extension FieldError {
    /// Refusals of lines that say how much there is to be.
    static func partsOfLevel(
        _ refusal: LedgerRefusal,
        _ fields: RefusedFields
    ) -> (pointer: String, rule: String, message: String) {
        switch refusal {
        case .nothingMoves:
            (fields.lines, "changes", "Everything is as the lines say already: nothing moves.")
        case .levelOutOfRange(let line):
            (
                fields.line(line, "setTo"), "range",
                "The level is not exact, or above \(Quantity.largestLine), or that far from what is "
                    + "there."
            )
        case .expectationOutOfRange(let line):
            (fields.line(line, "expectedQuantity"), "range", "The quantity is not exact.")
        case .levelInTwoLines(let line):
            (
                fields.line(line), "unique",
                "A level that is set is in no other line of the entry."
            )
        case .levelOfUnits(let line):
            (
                fields.line(line, "setTo"), "serials",
                "The variant is tracked by serial number: say which units were found or are gone."
            )
        case .levelOfThePast:
            (
                "/effectiveAt", "absent",
                "A level is set as of now; what was there before is what a count has seen."
            )
        default:
            ("", "invalid", "The request breaks a rule.")
        }
    }
}
