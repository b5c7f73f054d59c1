import Contracts
import Kernel
import LedgerDomain

/// A random history whose entries are costed at once, and a plain book that watches that.
struct CostedHistory {
    private(set) var history: RandomHistory
    private(set) var book = CostBook()
    private var judge: CostJudge
    private var facts: [CostFact] = []

    static let variants = [Company.plain, Company.lotted, Company.serial].map(\.id)

    init(seed: UInt64, _ costing: Costing) {
        self.history = RandomHistory(seed: seed)
        self.judge = CostJudge(costing, of: Self.variants)
        for variant in Self.variants { self.book.insert(costing, of: variant) }
    }

    var state: LedgerState { self.history.company.state }
    var picture: StockPicture { StockPicture(of: self) }

    /// Time may pass, and something is done or refused.
    mutating func step() -> Decision? {
        guard let decision = self.history.step() else { return nil }
        self.follow(decision)
        return decision
    }

    mutating func perform(_ command: LedgerCommand, as till: Bool = false) -> Decision? {
        let instruction = Instruction(
            command,
            by: Company.clerk,
            with: Authority(mayOversell: till)
        )
        guard let decision = self.history.perform(instruction) else { return nil }
        self.follow(decision)
        return decision
    }

    private mutating func follow(_ decision: Decision) {
        guard let entry = decision.entry else { return }
        self.facts.append(.entry(CostedEntry(entry)))
        self.book.follow(.entry(CostedEntry(entry)))
        self.judge.check(self.facts, self.book, at: "\(entry)")
    }

    mutating func chance(_ part: Int, of whole: Int) -> Bool {
        self.history.commands.chance(part, of: whole)
    }
}
