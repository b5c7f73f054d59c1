import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Testing

/// What needs a second pair of eyes, and who may lend it.
struct ApprovalTests {
    private static let boss = Actor(kind: .user, id: UUID(), name: "boss")
    private static let clerk = Actor(kind: .user, id: UUID(), name: "clerk")

    /// Corrections of plain goods at the northern warehouse.
    private static func adjust(_ quantities: Quantity...) -> LedgerCommand {
        Self.adjust(quantities)
    }

    private static func adjust(_ quantities: [Quantity]) -> LedgerCommand {
        .post(
            .adjust,
            quantities.map { quantity in
                let (outside, place) = (
                    LocationName.virtual(.adjustment), LocationName.id(Company.north.id)
                )
                return Posting.Line(
                    variant: .sku(Company.plain.sku),
                    quantity: quantity.isNegative ? -quantity : quantity,
                    from: quantity.isNegative ? place : outside,
                    to: quantity.isNegative ? outside : place
                )
            }
        )
    }

    private static func approval(
        by actor: Actor = ApprovalTests.boss,
        of proposal: ID<Proposal>? = nil
    ) -> Approval {
        Approval(entry: .make(), by: actor, with: .entryApprove, note: "Seen", of: proposal)
    }

    private func decide(
        _ command: LedgerCommand,
        approval: Approval? = nil,
        in company: inout Company
    ) throws(LedgerRefusal) -> Decision {
        let instruction = Instruction(
            command,
            by: Self.clerk,
            with: Authority(),
            approval: approval
        )
        let decision = try company.state.decide(instruction, using: &company.generator)
        company.state.apply(decision)
        return decision
    }

    private func company(_ rule: ApprovalRule) throws -> Company {
        var company = Company()
        try company.perform(Company.receive(1_000))
        company.state.rule = rule
        return company
    }

    private func isRefused(
        _ command: LedgerCommand,
        in company: inout Company
    ) throws -> Bool {
        do throws(LedgerRefusal) {
            _ = try self.decide(command, in: &company)
            return false
        } catch {
            guard case .approvalRequired = error else { throw error }
            return true
        }
    }

    @Test func `up to the limit nobody has to be asked`() throws {
        var company = try self.company(ApprovalRule(id: .make(), maximumQuantity: 10))
        #expect(try !self.isRefused(Self.adjust(10), in: &company))
        #expect(try !self.isRefused(Self.adjust(-10), in: &company))
        #expect(try self.isRefused(Self.adjust(-11), in: &company))
        #expect(try self.isRefused(Self.adjust(11), in: &company))
    }

    @Test func `what is added does not make up for what is taken`() throws {
        var company = try self.company(ApprovalRule(id: .make(), maximumQuantity: 10))
        #expect(try self.isRefused(Self.adjust(6, -6), in: &company))
        #expect(try self.isRefused(Self.adjust(6, 6), in: &company))
    }

    @Test func `goods that come and go are no corrections`() throws {
        var company = try self.company(ApprovalRule(id: .make(), maximumQuantity: 0))
        #expect(try !self.isRefused(Company.receive(500), in: &company))
        #expect(try !self.isRefused(Company.sell(500), in: &company))
    }

    @Test func `a rule of other kinds asks for nothing`() throws {
        let rule = ApprovalRule(id: .make(), kinds: [.count], maximumQuantity: 0)
        var company = try self.company(rule)
        #expect(try !self.isRefused(Self.adjust(-500), in: &company))
    }

    @Test func `undoing a correction is one, and undoing a sale is none`() throws {
        var company = try self.company(ApprovalRule(id: .make()))
        let lost = try #require(try self.decide(Self.adjust(-20), in: &company).entry?.id)
        let sold = try #require(try self.decide(Company.sell(20), in: &company).entry?.id)
        company.state.rule = ApprovalRule(id: .make(), maximumQuantity: 10)
        #expect(try self.isRefused(Company.reverse(lost), in: &company))
        #expect(try !self.isRefused(Company.reverse(sold), in: &company))
    }

    @Test func `somebody else approves, and an entry keeps it`() throws {
        var company = try self.company(ApprovalRule(id: .make(), maximumQuantity: 10))
        let word = Self.approval()
        let decision = try self.decide(Self.adjust(-20), approval: word, in: &company)
        let approval = try #require(decision.approval)
        #expect(approval.id == word.entry)
        #expect(approval.kind == .approve)
        #expect(approval.approves == decision.entry?.id)
        #expect(approval.actor == Self.boss)
        #expect(approval.authority == .entryApprove)
        #expect(approval.recordedAt == decision.entry?.recordedAt)
        #expect(approval.movements.isEmpty)
        #expect(decision.entry?.actor == Self.clerk)
        #expect(company.onHand(Company.plain, at: Company.north) == 980)
    }

    @Test func `nobody approves what is their own`() throws {
        var company = try self.company(ApprovalRule(id: .make(), maximumQuantity: 10))
        #expect(throws: LedgerRefusal.ownProposal(nil)) {
            try self.decide(Self.adjust(-20), approval: Self.approval(by: Self.clerk), in: &company)
        }
    }

    @Test func `a program approves only where no person has to`() throws {
        let robot = Actor(kind: .apiKey, id: UUID(), name: "robot")
        let strict = ApprovalRule(id: .make(), maximumQuantity: 10)
        var company = try self.company(strict)
        #expect(throws: LedgerRefusal.personRequired(rule: strict.id)) {
            try self.decide(Self.adjust(-20), approval: Self.approval(by: robot), in: &company)
        }
        company.state.rule = ApprovalRule(
            id: .make(),
            maximumQuantity: 10,
            requiresPerson: false
        )
        let word = Self.approval(by: robot)
        #expect(try self.decide(Self.adjust(-20), approval: word, in: &company).approval != nil)
    }

    @Test func `the worth is that of the last unit costs, and frozen`() throws {
        let limit = CostValue(millionths: 50_000_000)
        var company = try self.company(ApprovalRule(id: .make(), maximumValue: limit))
        let free = try self.decide(Self.adjust(-100), in: &company)
        #expect(free.entry?.worth == .zero)
        let key = CostPool.Key(variant: Company.plain.id, warehouse: Company.north.id)
        company.state.unitCosts.add(CostValue(millionths: 2_500_000), of: key)
        #expect(try self.decide(Self.adjust(-20), in: &company).entry?.worth == limit)
        #expect(try self.isRefused(Self.adjust(-21), in: &company))
        let word = Self.approval()
        let decision = try self.decide(Self.adjust(-21), approval: word, in: &company)
        #expect(decision.entry?.worth == CostValue(millionths: 52_500_000))
    }

    @Test func `what costs nothing yet in a warehouse is worth the most that it is elsewhere`()
        throws
    {
        let limit = CostValue(millionths: 50_000_000)
        var company = try self.company(ApprovalRule(id: .make(), maximumValue: limit))
        for millionths in [1_000_000, 2_500_000, 2_000_000] as [Int64] {
            let key = CostPool.Key(variant: Company.plain.id, warehouse: .make())
            company.state.unitCosts.add(CostValue(millionths: millionths), of: key)
        }
        #expect(try self.decide(Self.adjust(-20), in: &company).entry?.worth == limit)
        #expect(try self.isRefused(Self.adjust(-21), in: &company))
        let key = CostPool.Key(variant: Company.plain.id, warehouse: Company.north.id)
        company.state.unitCosts.add(CostValue(millionths: 1_000_000), of: key)
        #expect(try self.decide(Self.adjust(-50), in: &company).entry?.worth == limit)
    }

    @Test func `a proposal is approved once, in time, and by another`() throws {
        let id = ID<Proposal>.make()
        func proposal(expiresAt: Timestamp) -> StockProposal {
            StockProposal(
                id: id,
                operation: "postAdjustment",
                proposer: Self.clerk,
                expiresAt: expiresAt
            )
        }
        var company = try self.company(ApprovalRule(id: .make(), maximumQuantity: 10))
        let word = Self.approval(of: id)
        #expect(throws: LedgerRefusal.unknownProposal(id)) {
            try self.decide(Self.adjust(-20), approval: word, in: &company)
        }
        company.state.proposals[id] = proposal(expiresAt: Company.now)
        #expect(throws: LedgerRefusal.proposalEnded(id, .expired)) {
            try self.decide(Self.adjust(-20), approval: word, in: &company)
        }
        company.state.proposals[id] = proposal(expiresAt: Company.now.advanced(by: .seconds(1)))
        let decision = try self.decide(Self.adjust(-20), approval: word, in: &company)
        #expect(decision.proposal?.state == .approved)
        #expect(decision.proposal?.verdict?.entry == decision.entry?.id)
        #expect(decision.proposal?.version == 2)
        #expect(throws: LedgerRefusal.proposalEnded(id, .approved)) {
            try self.decide(
                Self.adjust(-20),
                approval: Self.approval(of: id),
                in: &company
            )
        }
    }

    @Test func `a refusal of the command leaves the proposal as it is`() throws {
        let id = ID<Proposal>.make()
        var company = try self.company(ApprovalRule(id: .make(), maximumQuantity: 10))
        let proposal = StockProposal(
            id: id,
            operation: "postAdjustment",
            proposer: Self.clerk,
            expiresAt: Company.now.advanced(by: .seconds(1))
        )
        company.state.proposals[id] = proposal
        #expect(throws: LedgerRefusal.self) {
            try self.decide(Self.adjust(-2_000), approval: Self.approval(of: id), in: &company)
        }
        #expect(company.state.proposals[id] == proposal)
    }

    @Test(arguments: 1...20) func `random corrections are refused exactly above the limit`(
        seed: UInt64
    ) throws {
        var company = try self.company(ApprovalRule(id: .make()))
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let limit = Quantity(tenThousandths: .random(in: 0...60_000, using: &generator))
            company.state.rule = ApprovalRule(id: .make(), maximumQuantity: limit)
            let sizes = (0...Int.random(in: 0..<4, using: &generator)).map { _ in
                Quantity(tenThousandths: .random(in: 1...20_000, using: &generator))
            }
            let command = Self.adjust(
                sizes.map { Bool.random(using: &generator) ? $0 : -$0 }
            )
            let sum = sizes.reduce(Quantity.zero) { $0 + $1 }
            #expect(try self.isRefused(command, in: &company) == (sum > limit))
            let word = Self.approval()
            let decision = try self.decide(command.copy, approval: word, in: &company)
            #expect((decision.approval != nil) == (sum > limit))
        }
    }
}

extension LedgerCommand {
    /// The same under another identifier.
    fileprivate var copy: LedgerCommand {
        guard case .post(let posting) = self else { return self }
        return .post(posting.kind, posting.lines)
    }
}
