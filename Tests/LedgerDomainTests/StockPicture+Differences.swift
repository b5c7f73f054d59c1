import Contracts
import Kernel
import LedgerDomain

extension StockPicture {
    /// Where another picture shows something else, for whoever has to find out why.
    func differences(from other: StockPicture) -> [String] {
        Self.differences("on hand", self.onHand, other.onHand)
            + Self.differences("level", self.levels, other.levels)
            + Self.differences("unit", self.units, other.units)
            + Self.differences("promise", self.promises, other.promises)
            + Self.differences("order", self.orders, other.orders)
            + Self.differences("pool", self.pools, other.pools)
    }

    private static func differences<Key, Value: Equatable>(
        _ what: String,
        _ left: [Key: Value],
        _ right: [Key: Value]
    ) -> [String] {
        Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }.map { key in
            "\(what) \(key): \(left[key].map { "\($0)" } ?? "none")"
                + " and not \(right[key].map { "\($0)" } ?? "none")"
        }
    }
}
