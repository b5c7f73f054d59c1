import Contracts
import Kernel
import LedgerDomain

/// Draws facts as a busy company would make them; only tills sell what is not there.
struct RandomCosts {
    var generator: SeededGenerator
    private(set) var receipts: [ID<Entry>] = []
    private(set) var sales: [ID<Entry>] = []
    private(set) var others: [ID<Entry>] = []
    /// Costs that were not taken back.
    private(set) var landed: [ID<CostSource>] = []
    private let costings: [Costing]

    /// - Parameter costings: Those that variants change between; with one they stay with it.
    init(seed: UInt64, costings: [Costing]) {
        self.generator = SeededGenerator(seed: seed)
        self.costings = costings
    }

    mutating func step(_ company: inout CostCompany) {
        switch Int.random(in: 0..<21, using: &self.generator) {
        case 0...4: self.receive(&company)
        case 5...8: self.sell(&company)
        case 9...10: self.transfer(&company)
        case 11: self.giveBack(&company)
        case 12: self.produce(&company)
        case 13: self.correct(&company)
        case 14...16: self.reverse(&company)
        case 17: self.land(&company)
        case 18: self.revalue(&company)
        case 19: self.takeBack(&company)
        default: self.change(&company)
        }
    }

    private mutating func receive(_ company: inout CostCompany) {
        let price =
            "\(Int.random(in: 0...9, using: &self.generator)).\(Int.random(in: 0...999_999, using: &self.generator))"
        let isTold = self.chance(9, of: 10)
        // Some happened long before they were recorded.
        let past = Int64.random(in: 0...400, using: &self.generator) * 1_000_000
        let time = Timestamp(
            microseconds: company.now.microseconds - (self.chance(1, of: 3) ? past : 0)
        )
        let moves = (0..<2).map { _ in
            CostCompany.Move(
                self.quantity(),
                .supplier,
                self.place(),
                of: self.variant(),
                price: isTold ? price : nil,
                isForeign: self.chance(1, of: 20)
            )
        }
        self.receipts.append(company.post(.receive, moves, effectiveAt: time).id)
    }

    private mutating func sell(_ company: inout CostCompany) {
        let moves = (0..<2).map { _ in
            CostCompany.Move(self.quantity(), self.place(), .customer, of: self.variant())
        }
        self.sales.append(company.post(.sale, moves).id)
    }

    private mutating func transfer(_ company: inout CostCompany) {
        let variant = self.variant()
        guard let quantity = self.some(of: company.pool(CostCompany.north, of: variant)) else {
            return
        }
        let move = CostCompany.Move(quantity, .north, .south, of: variant)
        self.others.append(company.post(.transfer, [move]).id)
    }

    private mutating func giveBack(_ company: inout CostCompany) {
        let original =
            self.chance(3, of: 4) ? self.sales.randomElement(using: &self.generator) : nil
        let move = CostCompany.Move(self.quantity(), .customer, self.place(), of: self.variant())
        self.others.append(company.post(.return, [move], original: original).id)
    }

    private mutating func produce(_ company: inout CostCompany) {
        guard let quantity = self.some(of: company.pool()) else { return }
        let moves: [CostCompany.Move] = [
            .init(quantity, .north, .production),
            .init(self.quantity(), .production, .north, of: CostCompany.bolt),
            .init(self.quantity(), .production, .south, of: CostCompany.bolt),
        ]
        self.others.append(company.post(.produce, moves).id)
    }

    private mutating func correct(_ company: inout CostCompany) {
        let variant = self.variant()
        let quantity = self.some(of: company.pool(of: variant))
        let move: CostCompany.Move =
            if let quantity, self.chance(1, of: 2) {
                .init(quantity, .north, self.chance(1, of: 2) ? .scrap : .adjustment, of: variant)
            } else {
                .init(self.quantity(), .adjustment, .north, of: variant)
            }
        self.others.append(company.post(.adjust, [move]).id)
    }

    /// Only what is still there is taken away again, as the ledger has it.
    private mutating func reverse(_ company: inout CostCompany) {
        let all = [self.receipts, self.sales, self.others][
            Int.random(in: 0..<3, using: &self.generator)
        ]
        guard let entry = all.randomElement(using: &self.generator) else { return }
        let limit = self.chance(1, of: 2) ? self.quantity() : nil
        var trial = company
        let before = company.book.written.count
        trial.reverse(entry, upTo: limit)
        let owes = trial.book.written[before...].contains { line in
            line.quantity.isNegative
                && trial.book.pools[line.pool].map { !$0.debts.isEmpty } ?? false
        }
        if !owes { company = trial }
    }

    private mutating func land(_ company: inout CostCompany) {
        guard let first = self.receipts.randomElement(using: &self.generator),
            let second = self.receipts.last
        else { return }
        let amount = CostValue(millionths: Int64.random(in: 1...9_999_999, using: &self.generator))
        let receipts = Set([first, second]).sorted().map { LandedCost.Receipt($0) }
        let order = company.order(
            .land(
                LandedCost(amount, by: self.chance(1, of: 2) ? .quantity : .value, over: receipts)
            )
        )
        self.landed.append(order)
    }

    /// A landed cost that was a mistake, each once.
    private mutating func takeBack(_ company: inout CostCompany) {
        guard let index = self.landed.indices.randomElement(using: &self.generator) else { return }
        company.order(.reverse(self.landed.remove(at: index)))
    }

    /// What is worth a standard is revalued by another standard.
    private mutating func revalue(_ company: inout CostCompany) {
        guard self.costings != [Costing(.standard, standard: "4.321")] else { return }
        let amount = CostValue(
            millionths: Int64.random(in: -20_000_000...20_000_000, using: &self.generator)
        )
        let change: Revaluation.Change =
            self.chance(1, of: 2) ? .amount(amount) : .unitCost(max(amount, -amount))
        let warehouse = self.chance(1, of: 2) ? CostCompany.north : nil
        company.order(.revalue(Revaluation(self.variant(), in: warehouse, change)))
    }

    private mutating func change(_ company: inout CostCompany) {
        guard self.costings.count > 1,
            let costing = self.costings.randomElement(using: &self.generator)
        else { return }
        company.order(.cost(self.variant(), costing))
    }

    mutating func chance(_ part: Int, of whole: Int) -> Bool {
        Int.random(in: 0..<whole, using: &self.generator) < part
    }

    private mutating func variant() -> ID<Variant> {
        self.chance(2, of: 3) ? CostCompany.nut : CostCompany.bolt
    }

    private mutating func place() -> CostEnd { self.chance(2, of: 3) ? .north : .south }

    private mutating func quantity() -> Quantity {
        Quantity(tenThousandths: Int64.random(in: 1...90_000, using: &self.generator))
    }

    private mutating func some(of pool: CostPool) -> Quantity? {
        guard pool.quantity.isPositive else { return nil }
        return min(self.quantity(), pool.quantity)
    }
}
