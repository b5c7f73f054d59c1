import Contracts
import Kernel
import LedgerDomain
import Testing

/// What goods there were of each origin, and what each were worth, follows from lines and shifts alone.
struct CostGoodsTests {
    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `layers and debts are what lines and shifts come to, at every step`(seed: UInt64) {
        let costings = RandomCostTests.methods[Int(seed % 4)]
        var company = CostCompany(costings[0], seed: seed)
        var random = RandomCosts(seed: seed ^ 0x5EED, costings: costings)
        var fold = CostGoodsFold()
        for step in 0..<60 {
            random.step(&company)
            fold.read(company.book, costings[0])
            #expect(fold.goods == CostGoodsFold.layers(of: company.book), "step \(step)")
        }
    }

    @Test func `of an average nothing is written but what was owed`() {
        var company = CostCompany(Costing(.average), seed: 9)
        var random = RandomCosts(seed: 99, costings: [Costing(.average)])
        for _ in 0..<300 { random.step(&company) }
        #expect(company.book.shifts.allSatisfy { $0.goods == nil || $0.value == .zero })
        #expect(company.book.shifts.count < company.book.written.count / 4)
    }
}

/// Goods by pool and origin, added up from what was written; without an origin what is owed.
struct CostGoodsFold {
    struct Place: Hashable {
        let pool: CostPool.Key
        let goods: CostSlice.Key?
    }

    struct Sum: Equatable {
        var quantity = Quantity.zero
        var value = CostValue.zero
    }

    private var sums: [Place: Sum] = [:]
    private var lines = 0
    private var shifts = 0

    var goods: [Place: Sum] { self.sums.filter { $0.value != Sum() } }

    /// Reads what was written since, all of it by the methods of now.
    mutating func read(_ book: CostBook, _ usual: Costing) {
        for line in book.written[self.lines...] {
            guard let goods = line.goods else { continue }
            let isTogether = (book.costings[line.pool.variant] ?? usual).method == .average
            if line.quantity.isNegative, goods.origin == line.movement {
                self.add(-line.quantity, -line.value, to: Place(pool: line.pool, goods: nil))
            } else {
                let place = Place(pool: line.pool, goods: goods)
                self.add(line.quantity, isTogether ? .zero : line.value, to: place)
            }
        }
        for shift in book.shifts[self.shifts...] {
            self.add(shift.quantity, shift.value, to: Place(pool: shift.pool, goods: shift.goods))
        }
        (self.lines, self.shifts) = (book.written.count, book.shifts.count)
    }

    private mutating func add(_ quantity: Quantity, _ value: CostValue, to place: Place) {
        self.sums[place, default: Sum()].quantity += quantity
        self.sums[place, default: Sum()].value += value
    }

    /// The same as the book has it.
    static func layers(of book: CostBook) -> [Place: Sum] {
        var sums: [Place: Sum] = [:]
        for pool in book.pools.values {
            for layer in pool.layers {
                let sum = Sum(quantity: layer.quantity, value: layer.value)
                sums[Place(pool: pool.key, goods: layer.key)] = sum
            }
            sums[Place(pool: pool.key, goods: nil)] = Sum(
                quantity: pool.owedQuantity,
                value: pool.owedValue
            )
        }
        return sums.filter { $0.value != Sum() }
    }
}
