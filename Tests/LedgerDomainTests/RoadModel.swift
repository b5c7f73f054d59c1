import Contracts
import Kernel
import LedgerDomain
import Testing

/// What transfer orders must come to, by nothing but adding the movements of their entries.
struct RoadModel {
    /// How far one line has come.
    private struct Sums {
        var dispatched = Quantity.zero
        var received = Quantity.zero
        var lost = Quantity.zero
        var load: [TransferItem: Quantity] = [:]
    }

    private struct Line: Hashable {
        let order: ID<TransferOrder>
        let number: Int
    }

    private var sums: [Line: Sums] = [:]

    mutating func record(_ entry: PostedEntry) {
        guard let order = entry.transfer else { return }
        for movement in entry.movements {
            let isUndone = entry.kind == .reverse
            let quantity = isUndone ? -movement.quantity : movement.quantity
            let (from, to) = isUndone ? (movement.to, movement.from) : (movement.from, movement.to)
            let line = Line(order: order, number: movement.line)
            let item = TransferItem(lot: movement.lot, serial: movement.serial)
            if to == Company.transit.id {
                self.sums[line, default: Sums()].dispatched += quantity
                self.sums[line, default: Sums()].load[item, default: .zero] += quantity
                continue
            }
            #expect(from == Company.transit.id)
            self.sums[line, default: Sums()].load[item, default: .zero] -= quantity
            if [Company.north, Company.bin, Company.south].map(\.id).contains(to) {
                self.sums[line, default: Sums()].received += quantity
            } else {
                self.sums[line, default: Sums()].lost += quantity
            }
        }
    }

    /// Each line is the sum of its entries, and together they are all that is on the road.
    func expectSame(_ orders: [StockTransfer], _ state: LedgerState) {
        var road: [Balance.Key: Quantity] = [:]
        for order in orders {
            #expect(state.order(order.id) == order)
            for (index, line) in order.lines.enumerated() {
                let sums = self.sums[Line(order: order.id, number: index + 1)] ?? Sums()
                #expect(line.dispatched == sums.dispatched)
                #expect(line.received == sums.received)
                #expect(line.lost == sums.lost)
                #expect(line.load == sums.load.filter { $0.value != .zero })
                #expect(!line.load.values.contains { !$0.isPositive })
                #expect(line.received + line.lost <= line.dispatched)
                #expect(line.dispatched + line.cancelled <= line.ordered)
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
        for (place, quantity) in road { #expect(state.balance(place).onHand == quantity) }
        for variant in [Company.plain, Company.lotted, Company.serial] {
            let level = Availability.Key(variant: variant.id, warehouse: Company.transit.id)
            let sum = road.reduce(Quantity.zero) {
                $1.key.variant == variant.id ? $0 + $1.value : $0
            }
            #expect(state.availability(level).onHand == sum)
        }
    }
}
