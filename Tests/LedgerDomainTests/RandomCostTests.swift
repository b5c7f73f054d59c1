import Contracts
import Kernel
import LedgerDomain
import Testing

/// Random histories of costs, judged by a plain book and by a model that only adds up.
struct RandomCostTests {
    static let methods: [[Costing]] = [
        [Costing(.fifo)], [Costing(.average)], [Costing(.standard, standard: "4.321")],
        [Costing(.fifo), Costing(.average), Costing(.standard, standard: "2.5")],
    ]

    @Test(arguments: [1, 42, 1_867, 65_537] as [UInt64], methods)
    func `layers, lines and accounts say the same at every step`(
        seed: UInt64,
        costings: [Costing]
    ) {
        var company = CostCompany(costings[0], seed: seed)
        var random = RandomCosts(seed: seed ^ 0xABCD, costings: costings)
        var (model, judge) = (CostModel(), CostJudge(costings[0]))
        for step in 0..<500 {
            random.step(&company)
            model.check(company)
            judge.check(company.facts, company.book, at: "step \(step)")
        }
        #expect(Set(company.book.written.map(\.kind)).isSuperset(of: [.moved, .settled, .landed]))
    }

    /// A hundred at a time, so that they are not listed one by one; each tells its seed where it fails.
    @Test(arguments: 1...20)
    func `any of thousands of short histories costs what a plain book says, now and at any time`(
        hundred: Int
    ) {
        for seed in UInt64(hundred * 100)..<UInt64(hundred * 100 + 100) {
            Self.judgeShortHistory(seed: seed)
        }
    }

    private static func judgeShortHistory(seed: UInt64) {
        let costings = self.methods[Int(seed % 4)]
        var company = CostCompany(costings[0], seed: seed)
        var random = RandomCosts(seed: seed ^ 0x1234, costings: costings)
        var judge = CostJudge(costings[0])
        let start = company.now
        for step in 0..<60 {
            random.step(&company)
            judge.check(company.facts, company.book, at: "step \(step) of seed \(seed)")
            // From before the first fact to after the last.
            let ages = (0..<2).map { _ in Int64.random(in: -5...65, using: &random.generator) }
            judge.compare(
                company.book,
                asOf: start.advanced(by: .seconds(ages[0])),
                knownAt: start.advanced(by: .seconds(ages[1]))
            )
        }
    }

    @Test(arguments: [2, 7, 4_711] as [UInt64], methods)
    func `the same facts give the same book`(seed: UInt64, costings: [Costing]) {
        var company = CostCompany(costings[0], seed: seed)
        var random = RandomCosts(seed: seed, costings: costings)
        for _ in 0..<500 { random.step(&company) }
        var again = CostCompany(costings[0])
        for fact in company.facts { again.follow(fact) }
        #expect(again.book.written == company.book.written)
        #expect(again.book.pools == company.book.pools)
    }

    @Test(arguments: [2, 7, 4_711] as [UInt64], methods)
    func `a book that was put away and read again goes on the same`(
        seed: UInt64,
        costings: [Costing]
    ) {
        var company = CostCompany(costings[0], seed: seed)
        var random = RandomCosts(seed: seed, costings: costings)
        for _ in 0..<150 { random.step(&company) }
        var (book, lines, orders) = (CostBook(), [CostLine](), [CostOrder]())
        for fact in company.facts {
            var next = CostBook(after: Int64(lines.count))
            for pool in book.pools.values { next.insert(pool) }
            for variant in [CostCompany.nut, CostCompany.bolt] {
                next.insert(book.costings[variant] ?? costings[0], of: variant)
            }
            for line in lines {
                next.insert(line)
                next.insert(later: line)
            }
            for order in orders { next.insert(later: order) }
            next.follow(fact)
            lines += next.written
            orders += [fact.order].compactMap(\.self)
            book = next
        }
        #expect(lines == company.book.written)
        #expect(book.pools == company.book.pools)
    }

    @Test(arguments: [2, 7, 4_711, 65_537] as [UInt64], methods)
    func `a book with few layers says the same, or that it needs more`(
        seed: UInt64,
        costings: [Costing]
    ) {
        var company = CostCompany(costings[0], seed: seed)
        var random = RandomCosts(seed: seed, costings: costings)
        for _ in 0..<300 { random.step(&company) }
        var shelf = CostShelf(costings[0], seed: seed)
        var rest = company.facts[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...3, using: &random.generator)
            shelf.follow(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        #expect(shelf.lines == company.book.written)
        #expect(shelf.shifts == company.book.shifts)
        #expect(shelf.pools == company.book.pools)
        #expect(shelf.runs.enough > 25 && shelf.runs.more > 20)
    }

    @Test(arguments: [3, 8, 1_867] as [UInt64], methods.prefix(3))
    func `an entry and its reversal leave the costs as they were`(
        seed: UInt64,
        costings: [Costing]
    ) throws {
        var company = CostCompany(costings[0], seed: seed)
        var random = RandomCosts(seed: seed, costings: costings)
        var undone: Set<EntryKind> = []
        for _ in 0..<600 {
            let before = company
            random.step(&company)
            guard company.facts.count > before.facts.count,
                case .entry(let entry)? = company.facts.last, entry.kind != .reverse,
                // Goods that settle what was owed cannot be unsold.
                before.book.pools.values.allSatisfy(\.debts.isEmpty)
            else { continue }
            var trial = company
            let isCovered = company.book.pools.values.allSatisfy(\.debts.isEmpty)
            if isCovered, random.chance(1, of: 2) { trial.reverse(entry.id, upTo: "1.2345") }
            trial.reverse(entry.id)
            for (key, pool) in trial.book.pools {
                let former = before.book.pools[key]
                #expect(pool.debts == former?.debts ?? [])
                let (now, then) = (pool.layers, former?.layers ?? [])
                #expect(now.map(\.key) == then.map(\.key))
                #expect(now.map(\.quantity) == then.map(\.quantity))
                #expect(pool.shared == former?.shared ?? .zero)
                // By decree parts are rounded one by one.
                let slack = costings[0].method == .standard ? 10 : 0 as Int64
                #expect(
                    zip(now, then).allSatisfy { now, then in
                        (now.value - then.value).millionths.magnitude <= slack
                    }
                )
            }
            undone.insert(entry.kind)
        }
        #expect(undone.isSuperset(of: [.receive, .sale, .transfer, .return, .adjust]))
    }
}
