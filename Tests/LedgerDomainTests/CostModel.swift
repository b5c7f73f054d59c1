import Contracts
import Kernel
import LedgerDomain
import Testing

/// A book of costs that only adds up: what the lines say of each pool and account, and what movements
/// say of quantities.
struct CostModel {
    private var values: [CostPool.Key: Int128] = [:]
    private var quantities: [CostPool.Key: Int64] = [:]
    private var accounts: [CostAccount: Int128] = [:]
    private var stock: [CostPool.Key: Int64] = [:]
    private var followed = 0
    private var read = 0

    /// Adds what has happened since, and compares.
    mutating func check(_ company: CostCompany) {
        for line in company.book.written[self.read...] {
            self.values[line.pool, default: 0] += Int128(line.value.millionths)
            self.quantities[line.pool, default: 0] += line.quantity.tenThousandths
            self.accounts[line.account, default: 0] -= Int128(line.value.millionths)
        }
        for fact in company.facts[self.followed...] {
            guard case .entry(let entry) = fact else { continue }
            for movement in entry.movements { self.move(movement) }
        }
        self.read = company.book.written.count
        self.followed = company.facts.count
        self.compare(company)
    }

    private mutating func move(_ movement: CostedMovement) {
        for (end, sign) in [(movement.from, -1 as Int64), (movement.to, 1)] {
            guard case .warehouse(let root) = end else { continue }
            let key = CostPool.Key(variant: movement.variant, warehouse: root)
            self.stock[key, default: 0] += sign * movement.quantity.tenThousandths
        }
    }

    private func compare(_ company: CostCompany) {
        for (key, pool) in company.book.pools {
            #expect(Int128(pool.value.millionths) == self.values[key, default: 0])
            #expect(pool.quantity.tenThousandths == self.quantities[key, default: 0])
            #expect(pool.quantity.tenThousandths == self.stock[key, default: 0])
            #expect(pool.layers.isEmpty || pool.debts.isEmpty)
            #expect(pool.layers.allSatisfy { $0.quantity.isPositive && !$0.value.isNegative })
            #expect(!pool.shared.isNegative)
            // Where all units are worth the same, no layer has a value of its own.
            #expect(pool.costing.method == .average || pool.shared == .zero)
            #expect(pool.costing.method != .average || pool.layers.value == .zero)
            #expect(pool.layers.map(\.key) == pool.layers.map(\.key).sorted())
            #expect(Set(pool.layers.map(\.key)).count == pool.layers.count)
        }
        // What went in is there, or went out, or is said to be gone.
        let total = self.values.values.reduce(0, +) + self.accounts.values.reduce(0, +)
        #expect(total == 0)
        #expect(self.accounts[.transfer, default: 0] == 0)
    }
}
