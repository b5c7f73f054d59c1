import Contracts
import Kernel
import LedgerDomain

/// A company that is given commands by chance, and a model that watches it.
struct RandomHistory {
    private(set) var company: Company
    private(set) var model: ReferenceModel
    var commands: RandomCommands
    /// What happened so far: kinds of commands and of entries, by whether they were accepted.
    private(set) var accepted: Set<String> = []
    private(set) var refused = 0
    /// What the ledger said of itself before time passed.
    private var memories: [(time: Timestamp, state: LedgerState)] = []

    /// - Parameters:
    ///   - limit: The most of a variant that is corrected without approval.
    ///   - isInspecting: Whether lots that are new wait for an inspection.
    init(seed: UInt64, limit: Quantity? = nil, isInspecting: Bool = false) {
        self.company = Company(seed: seed)
        self.company.state.periods = Company.periods
        self.company.state.rule = limit.map {
            ApprovalRule(id: ID(head: 4, tail: 1), maximumQuantity: $0)
        }
        if isInspecting { self.company.state.qualityPlans[Company.lotted.id] = QualityModel.plan }
        self.model = ReferenceModel(limit: limit, isInspecting: isInspecting)
        self.commands = RandomCommands(generator: SeededGenerator(seed: seed ^ 0xABCD))
    }

    /// Time may pass, and something is done or refused.
    @discardableResult
    mutating func step() -> Decision? {
        let now = self.company.state.now
        self.company.state.now = self.commands.later(than: now)
        if self.company.state.now > now, self.commands.chance(1, of: 6) {
            self.memories.append((now, self.company.state))
        }
        return self.perform(self.commands.next(after: self.model, at: self.company.state.now))
    }

    @discardableResult
    mutating func perform(_ instruction: Instruction) -> Decision? {
        let decision: Decision
        do throws(LedgerRefusal) {
            decision = try self.company.perform(instruction)
        } catch {
            self.refused += 1
            self.model.record(error)
            return nil
        }
        self.model.record(decision, of: instruction, at: self.company.state.now)
        self.accepted.insert(instruction.command.word)
        if let entry = decision.entry { self.accepted.insert(entry.word) }
        if decision.approval != nil { self.accepted.insert("approve") }
        if instruction.command.setsLevels { self.accepted.insert("set") }
        return decision
    }

    /// Somebody counts goods, and the book follows.
    ///
    /// - Returns: Where it does not say then what was seen.
    mutating func count() -> [String] {
        guard let place = self.commands.one(of: self.model.past.places),
            place.location != Company.transit.id, place.variant != Company.serial.id
        else { return [] }
        let age = Int.random(in: 0...86_400, using: &self.commands.generator)
        let time = self.company.state.now.advanced(by: .seconds(-age))
        let seen = self.commands.quantity()
        self.model.counts.see(seen, of: place, at: time, as: self.commands.identifier())
        let postings = self.model.counts.postings(
            for: place,
            by: self.model.past,
            using: &self.commands
        )
        for posting in postings {
            let instruction = Instruction(
                .post(posting),
                by: Company.clerk,
                with: Authority(mayOversell: true),
                approval: self.commands.approval()
            )
            guard self.perform(instruction) != nil else { return ["refused: \(posting)"] }
            self.model.counts.record(posting, for: place)
        }
        return self.model.counts.differences(at: place, by: self.model.past)
    }

    /// Where the ledger, or what it said earlier, is not what the model says.
    var differences: [String] { self.model.differences(in: self.company.state) }

    /// Where what is known of a time before says something else than the ledger did then.
    var forgotten: [String] {
        self.memories.flatMap { time, state in
            self.model.past.places.filter { place in
                self.model.past.level(of: place, knownAt: time) != state.balance(place).onHand
            }.map { "what was known of \($0) at \(time)" }
        }
    }
}

extension LedgerCommand {
    /// The case, as the source says it.
    fileprivate var word: String { Mirror(reflecting: self).children.first?.label ?? "" }
}

extension PostedEntry {
    /// The kind, and to whom goods are given back.
    fileprivate var word: String {
        let supplier = Company.virtual.first { $0.kind == .supplier }?.id
        let isToSupplier = self.movements.contains { $0.to == supplier }
        return self.kind == .return && isToSupplier ? "supplierReturn" : self.kind.rawValue
    }
}
