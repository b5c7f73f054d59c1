import Contracts
import Kernel
import LedgerDomain

/// What transfer orders must come to, by nothing but adding the movements of their entries.
struct RoadModel {
    /// How far one line has come.
    fileprivate struct Sums {
        var dispatched = Quantity.zero
        var received = Quantity.zero
        var lost = Quantity.zero
        var load: [TransferItem: Quantity] = [:]
    }

    private struct Line: Hashable {
        let order: ID<TransferOrder>
        let number: Int
    }

    /// The orders as they were last decided, in the order of that.
    private(set) var orders: [StockTransfer] = []
    private var sums: [Line: Sums] = [:]

    mutating func record(_ order: StockTransfer) {
        self.orders.removeAll { $0.id == order.id }
        self.orders.append(order)
    }

    mutating func record(_ entry: PostedEntry) {
        guard let order = entry.transfer else { return }
        for movement in entry.movements {
            let isUndone = entry.kind == .reverse
            let quantity = isUndone ? .zero - movement.quantity : movement.quantity
            let (from, to) = isUndone ? (movement.to, movement.from) : (movement.from, movement.to)
            let line = Line(order: order, number: movement.line)
            let item = TransferItem(lot: movement.lot, serial: movement.serial)
            self.sums[line, default: Sums()].add(quantity, of: item, from: from, to: to)
        }
    }

    /// Each line is the sum of its entries, and together they are all that is on the road.
    func differences(in state: LedgerState) -> [String] {
        var (found, road) = ([String](), [Balance.Key: Quantity]())
        for order in self.orders {
            if state.order(order.id) != order { found.append("order \(order.id)") }
            for (index, line) in order.lines.enumerated() {
                let sums = self.sums[Line(order: order.id, number: index + 1)] ?? Sums()
                if !sums.isSame(as: line) || !line.isPossible { found.append("line \(line)") }
                for (item, quantity) in line.load {
                    let place = Balance.Key(
                        variant: line.variant,
                        location: Company.transit.id,
                        lot: item.lot
                    )
                    road[place, default: .zero] += quantity
                }
            }
        }
        for variant in [Company.plain, Company.lotted, Company.serial] {
            let goods = road.filter { $0.key.variant == variant.id }
            let sum = goods.values.reduce(.zero, +)
            let level = Availability.Key(variant: variant.id, warehouse: Company.transit.id)
            if state.availability(level).onHand != sum { found.append("road of \(variant.sku)") }
            found += goods.filter { state.balance($0.key).onHand != $0.value }
                .map { "on the road \($0.key)" }
        }
        return found
    }
}

extension RoadModel.Sums {
    fileprivate mutating func add(
        _ quantity: Quantity,
        of item: TransferItem,
        from: ID<Location>,
        to: ID<Location>
    ) {
        if to == Company.transit.id {
            self.dispatched += quantity
            self.load[item, default: .zero] += quantity
            return
        }
        // What is not from the road has no place in an order, and shows as a load below zero.
        self.load[item, default: .zero] -= quantity
        guard from == Company.transit.id else { return }
        if Company.roots[to] == nil { self.lost += quantity } else { self.received += quantity }
    }

    fileprivate func isSame(as line: TransferLine) -> Bool {
        line.dispatched == self.dispatched && line.received == self.received
            && line.lost == self.lost && line.load == self.load.filter { $0.value != .zero }
    }
}

extension TransferLine {
    fileprivate var isPossible: Bool {
        self.load.values.allSatisfy(\.isPositive) && self.received + self.lost <= self.dispatched
            && self.dispatched + self.cancelled <= self.ordered
    }
}
