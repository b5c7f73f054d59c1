import Contracts
import Kernel
import LedgerDomain
import Testing

/// A landed cost that was a mistake is taken back from wherever it has gone.
struct CostReversingTests {
    private static let alike = [Costing(.fifo), Costing(.average)]

    private func landed(
        _ amount: CostValue,
        on receipt: CostedEntry,
        in company: inout CostCompany
    ) -> ID<CostSource> {
        company.order(.land(LandedCost(amount, by: .quantity, over: [.init(receipt.id)])))
    }

    @Test(arguments: 1...24 as ClosedRange<UInt64>, RandomCostTests.methods)
    func `where nothing moved in between all is worth what it was, under every account`(
        seed: UInt64,
        costings: [Costing]
    ) {
        var company = CostCompany(costings[0], seed: seed)
        var random = RandomCosts(seed: seed ^ 0x7777, costings: costings)
        for _ in 0..<60 { random.step(&company) }
        for receipt in random.receipts {
            var trial = company
            let order = trial.order(
                .land(LandedCost("7.654321", by: .value, over: [.init(receipt)]))
            )
            trial.order(.reverse(order))
            #expect(trial.book.pools == company.book.pools)
            for account in CostAccount.allCases {
                #expect(trial.sum(account) == company.sum(account), "\(account)")
            }
        }
    }

    @Test(arguments: [1, 42, 1_867, 65_537] as [UInt64], RandomCostTests.methods)
    func `whatever happened in between, the two orders come to nothing`(
        seed: UInt64,
        costings: [Costing]
    ) {
        var company = CostCompany(costings[0], seed: seed)
        var random = RandomCosts(seed: seed ^ 0x3333, costings: costings)
        for _ in 0..<400 { random.step(&company) }
        var count = 0
        for case .order(let order) in company.facts {
            guard case .reverse(let landed) = order.action else { continue }
            count += 1
            let lines = company.book.written.filter { [landed, order.id].contains($0.source) }
            let values = lines.filter { $0.account == .landed }.map(\.value)
            #expect(values.reduce(.zero, +) == .zero)
        }
        #expect(count > 5)
    }

    @Test(arguments: Self.alike)
    func `what was sold gives its part back to the cost of goods`(costing: Costing) {
        var company = CostCompany(costing)
        let receipt = company.receive(10, at: "1")
        company.sell(2)
        let order = self.landed("5", on: receipt, in: &company)
        company.sell(4)
        #expect(company.sum(.customer) == "-9")
        company.order(.reverse(order))
        #expect(company.value() == "4")
        #expect(company.sum(.customer) == "-6")
        #expect(company.sum(.landed) == .zero)
    }

    @Test func `where all units share a value, it has left with the goods of others`() {
        var company = CostCompany(Costing(.average))
        company.receive(100, at: "1")
        let receipt = company.receive(10, at: "1")
        let order = self.landed("11", on: receipt, in: &company)
        // The older ones leave, and take half of it along.
        company.sell(55)
        #expect(company.sum(.customer) == "-60.5")
        company.order(.reverse(order))
        #expect(company.value() == "55")
        #expect(company.sum(.customer) == "-55")
    }

    @Test(arguments: Self.alike)
    func `it is followed to another warehouse and to whatever goods were used for`(
        costing: Costing
    ) {
        var company = CostCompany(costing)
        let receipt = company.receive(10, at: "1")
        let order = self.landed("10", on: receipt, in: &company)
        company.transfer(4)
        company.post(.adjust, [.init(2, .south, .scrap)])
        company.post(
            .produce,
            [.init(1, .north, .production), .init(1, .production, .north, of: CostCompany.bolt)]
        )
        let made = company.value(of: CostCompany.bolt)
        company.order(.reverse(order))
        #expect(company.value() == "5")
        #expect(company.value(CostCompany.south) == "2")
        #expect(company.sum(.scrap) == "-2")
        // What was made of the goods is worth what it was when it was made.
        #expect(company.value(of: CostCompany.bolt) == made)
        #expect(company.sum(.production) == "1")
    }

    @Test(arguments: Self.alike)
    func `what customers brought back has it again`(costing: Costing) {
        var company = CostCompany(costing)
        let receipt = company.receive(10, at: "1")
        let order = self.landed("10", on: receipt, in: &company)
        let sale = company.sell(4)
        company.post(.return, [.init(3, .customer, .north)], original: sale.id)
        company.order(.reverse(order))
        #expect(company.value() == "9")
        #expect(company.sum(.customer) == "-1")
    }

    @Test func `goods of which somebody said what they are worth stay at that`() {
        var company = CostCompany()
        let receipt = company.receive(10, at: "1")
        let order = self.landed("100", on: receipt, in: &company)
        company.order(.revalue(Revaluation(CostCompany.nut, .unitCost("1"))))
        company.order(.reverse(order))
        #expect(company.value() == "10")
        #expect(company.sum(.revaluation) == .zero)
        // By how much they are worth more or less says nothing of what they were worth before.
        let second = self.landed("100", on: receipt, in: &company)
        company.order(.revalue(Revaluation(CostCompany.nut, .amount("-5"))))
        company.order(.reverse(second))
        #expect(company.value() == "5")
        #expect(company.sum(.revaluation) == "-5")
    }

    @Test func `goods are never worth less than nothing`() {
        for costing in Self.alike {
            var company = CostCompany(costing)
            let receipt = company.receive(10, at: "1")
            let order = self.landed("100", on: receipt, in: &company)
            company.order(.revalue(Revaluation(CostCompany.nut, .amount("-50"))))
            company.order(.reverse(order))
            #expect(company.value() == .zero)
            #expect(company.sum(.revaluation) == "-10")
            #expect(company.sum(.landed) == .zero)
        }
    }

    @Test func `what goods cost by decree stays, and the variance is given back`() {
        var company = CostCompany(Costing(.standard, standard: "2"))
        let receipt = company.receive(10, at: "1")
        let before = company.sum(.variance)
        let order = self.landed("100", on: receipt, in: &company)
        company.sell(3)
        company.order(.reverse(order))
        #expect(company.value() == "14")
        #expect(company.sum(.variance) == before)
        #expect(company.sum(.landed) == .zero)
    }
}
