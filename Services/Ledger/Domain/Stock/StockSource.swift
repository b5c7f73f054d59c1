import Contracts
import Kernel

/// Goods that could be taken: what one place has of one lot.
struct StockSource {
    let location: StockLocation
    /// `nil` for variants without lots.
    let lot: StockLot?
    let onHand: Quantity
}

extension RemovalStrategy {
    /// Whether goods leave `left` before `right`; ties go to what is nearer, and then by name, so that
    /// the order is always the same.
    func takes(_ left: StockSource, before right: StockSource) -> Bool {
        let ranks = (self.ranks(of: left), self.ranks(of: right))
        guard ranks.0 == ranks.1 else { return ranks.0 < ranks.1 }
        let places = (Verbatim(left.location.code), Verbatim(right.location.code))
        guard places.0 == places.1 else { return places.0 < places.1 }
        return Verbatim(left.lot?.key.code ?? "") < Verbatim(right.lot?.key.code ?? "")
    }

    /// What counts, the most important first.
    private func ranks(of source: StockSource) -> (Int64, Int64, Int64) {
        let day = source.lot?.details.expiresOn?.daysSinceEpoch ?? .max
        let since = source.lot?.since.microseconds ?? 0
        let distance = source.location.distance ?? .max
        return switch self {
        case .fefo: (day, since, distance)
        case .fifo: (since, day, distance)
        case .lifo: (-since, day, distance)
        case .closest: (distance, day, since)
        }
    }
}
