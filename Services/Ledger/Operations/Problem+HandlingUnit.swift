import Contracts
import Kernel
import LedgerDomain

extension Problem {
    /// Refusals to do something with a handling unit.
    static func ofHandlingUnit(_ refusal: LedgerRefusal, fields: RefusedFields) -> Problem {
        switch refusal {
        case .unknownHandlingUnit(let id):
            .notFound("There is no handling unit \(id).")
        case .handlingUnitChanged(let version):
            .preconditionFailed("The document is at version \(version) now.")
        case .handlingUnitEnded(let unit):
            .conflict(.wrongState, "The unit \(unit.code) is \(unit.status.rawValue).")
        case .handlingUnitNotEmpty(let unit):
            .conflict(.inUse, "There is something on the unit \(unit.code).")
        case .handlingUnitEmpty(let unit):
            .conflict(.wrongState, "There is nothing on the unit \(unit.code).")
        case .handlingUnitCounted(let unit):
            .conflict(
                .wrongState,
                "A count of what is on the unit \(unit.code) is not settled yet."
            )
        case .handlingUnitInDoubt(let unit, let sku):
            .conflict(
                .wrongState,
                "Nobody knows what the unit \(unit.code) has of \(sku): more was sold than the book"
                    + " knew, or pieces have no number. A count finds out."
            )
        case .handlingUnitInItself(let name):
            .validation(
                fields.location(name, line: nil),
                rule: "tree",
                "A unit and what is on it cannot go onto itself."
            )
        case .handlingUnitTooDeep(let name):
            .validation(
                fields.location(name, line: nil),
                rule: "depth",
                "The tree is too deep."
            )
        case .tooManyHandlingUnits:
            .conflict(
                .wrongState,
                "More than \(StockHandlingUnit.maximumNested) units stand on it; move some of them."
            )
        default:
            .internalError()
        }
    }
}
