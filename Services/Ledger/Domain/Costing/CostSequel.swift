import Contracts
import Kernel

/// What has happened to variants since something that is to be reversed, in order.
struct CostSequel: Sendable {
    private var lines: [ID<Variant>: [CostLine]] = [:]
    private var orders: [ID<Variant>: [CostOrder]] = [:]

    /// Only what moves goods takes their value along.
    mutating func insert(_ line: CostLine) {
        guard line.quantity != .zero else { return }
        self.lines[line.pool.variant, default: []].append(line)
    }

    /// Only what is about one variant may say what it is worth.
    mutating func insert(_ order: CostOrder) {
        switch order.action {
        case .cost(let variant, _): self.orders[variant, default: []].append(order)
        case .revalue(let revaluation):
            self.orders[revaluation.variant, default: []].append(order)
        case .land, .reverse: return
        }
    }

    /// The lines of the same variant that come after one.
    func lines(like line: CostLine) -> [CostLine] {
        self.lines[line.pool.variant, default: []].filter { $0.number > line.number }
    }

    func orders(about variant: ID<Variant>, after line: CostLine) -> [CostOrder] {
        self.orders[variant, default: []].filter { !$0.isBefore(line) }
    }
}
