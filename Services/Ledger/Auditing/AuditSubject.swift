import Contracts
import Kernel

/// What is put right in one transaction.
enum AuditSubject: Hashable, Sendable, CustomStringConvertible {
    /// All that is kept of a variant, or its units.
    case variant(ID<Variant>)
    /// What dashboards keep of a day.
    case day(CivilDate)
    /// Pallets and cartons that were looked at together.
    case handlingUnits

    var description: String {
        switch self {
        case .variant(let id): "variant \(id)"
        case .day(let day): "day \(day)"
        case .handlingUnits: "handling units"
        }
    }
}

extension ID<Variant> {
    /// In the place of a variant, for what concerns none by itself.
    static var whole: ID { ID(head: 0, tail: 0) }
}
