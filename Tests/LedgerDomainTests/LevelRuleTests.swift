import Contracts
import Kernel
import LedgerDomain
import Testing

/// What a line that says how much there is to be must not be.
struct LevelRuleTests {
    /// Ten of plain goods at the northern warehouse.
    private func stocked() throws -> Company {
        var company = Company()
        try company.perform(Company.receive(10))
        return company
    }

    @Test func `single units and goods of any lot have no level that could be set`() throws {
        var (company, _, early) = try TrackingTests.stocked()
        #expect(throws: LedgerRefusal.levelOfUnits(line: 0)) {
            try company.perform(Company.set(to: 1, expecting: 0, of: Company.serial))
        }
        #expect(throws: LedgerRefusal.lotRequired(line: 0)) {
            try company.perform(Company.set(to: 0, expecting: 0, of: Company.lotted))
        }
        #expect(throws: LedgerRefusal.lotNotTracked(line: 0)) {
            try company.perform(Company.set(to: 1, expecting: 0, lot: .id(early)))
        }
        let line = Posting.Line(
            setting: LevelTarget(1, expected: 0),
            of: .sku("PLAIN"),
            serials: ["S1"],
            at: .id(Company.north.id),
            against: .virtual(.adjustment)
        )
        #expect(throws: LedgerRefusal.serialsNotTracked(line: 0)) {
            try company.perform(.post(.adjust, [line]))
        }
    }

    @Test func `a level that is set is in no other line`() throws {
        var company = try self.stocked()
        let (level, same) = (
            Company.level(12, expecting: 10), Company.level(10, expecting: nil)
        )
        for lines in [
            [level, level], [same, same], [Company.found(1), same], [same, Company.found(1)],
            [level, Company.found(1)],
        ] {
            #expect(throws: LedgerRefusal.levelInTwoLines(line: 1)) {
                try company.perform(.post(.adjust, lines))
            }
        }
        let bin = Company.level(3, expecting: 0, at: Company.bin)
        let both = try company.perform(.post(.adjust, [bin, level]))
        #expect(both.entry?.movements.map(\.line) == [1, 2])
        #expect(both.entry?.movements.map(\.quantity) == [3, 2])
    }

    @Test func `what is so already moves nothing, and an entry moves something`() throws {
        var company = try self.stocked()
        let same = Company.level(10, expecting: 10)
        #expect(throws: LedgerRefusal.nothingMoves) {
            try company.perform(.post(.adjust, [same]))
        }
        let other = Company.level(3, expecting: 0, at: Company.bin)
        let decision = try company.perform(.post(.adjust, [same, other]))
        #expect(decision.entry?.movements.map(\.line) == [2])
        #expect(decision.balances.map(\.key.location) == [Company.bin.id])
    }

    @Test func `a variant of which nothing moves is not in use by that`() throws {
        var company = Company()
        let other = StockVariant(id: ID(head: 1, tail: 9), sku: "OTHER")
        company.state.insert(other)
        let lines = [Company.level(0, expecting: 0, of: other), Company.level(2, expecting: 0)]
        let decision = try company.perform(.post(.adjust, lines))
        #expect(decision.firstUses == [Company.plain.id])
    }

    @Test(arguments: [-1, 0, 1])
    func `a level is set as of now`(seconds: Int) throws {
        var company = try self.stocked()
        let time = company.state.now.advanced(by: .seconds(seconds))
        let posting = Posting(
            id: .make(),
            kind: .adjust,
            about: Circumstances(effectiveAt: time),
            lines: [Company.found(1), Company.level(3, expecting: 0, at: Company.bin)]
        )
        #expect(throws: LedgerRefusal.levelOfThePast) { try company.perform(.post(posting)) }
    }

    @Test func `nobody learns what there is elsewhere`() throws {
        var company = try self.stocked()
        for expected in [nil, 9, 10] as [Quantity?] {
            #expect(
                throws: LedgerRefusal.outsideAuthority(
                    .id(Company.north.id),
                    warehouse: Company.north.id
                )
            ) {
                try company.perform(
                    Company.set(to: 10, expecting: expected),
                    warehouses: [Company.south.id]
                )
            }
        }
    }

    @Test func `only places where goods are have levels`() throws {
        var company = try self.stocked()
        let scrap = try #require(Company.virtual.first { $0.kind == .scrap })
        #expect(
            throws: LedgerRefusal.wrongKindOfLocation(.id(scrap.id), .scrap, line: 0)
        ) {
            try company.perform(Company.set(to: 1, expecting: 0, at: scrap))
        }
        #expect(
            throws: LedgerRefusal.wrongKindOfLocation(.id(Company.transit.id), .transit, line: 0)
        ) {
            try company.perform(Company.set(to: 1, expecting: 0, at: Company.transit))
        }
    }

    @Test func `a level is exact, and not too far away`() throws {
        var company = try self.stocked()
        for level in [-1, Quantity.largestLine + 1] as [Quantity] {
            #expect(throws: LedgerRefusal.levelOutOfRange(line: 0)) {
                try company.perform(Company.set(to: level, expecting: 10))
            }
        }
        try company.perform(Company.set(to: .largestLine, expecting: 10))
        try company.perform(Company.receive(1))
        #expect(throws: LedgerRefusal.levelOutOfRange(line: 0)) {
            try company.perform(Company.set(to: 0, expecting: nil))
        }
        let grain = Pack(variant: Company.plain.id, content: Quantity(tenThousandths: 1))
        company.state.insert(grain, barcode: "G")
        let part = Quantity(tenThousandths: 5_000)
        for (target, refusal) in [
            (LevelTarget(part, expected: nil), LedgerRefusal.levelOutOfRange(line: 0)),
            (LevelTarget(1, expected: part), LedgerRefusal.expectationOutOfRange(line: 0)),
            (
                LevelTarget(1, expected: Quantity(tenThousandths: .min)),
                LedgerRefusal.expectationOutOfRange(line: 0)
            ),
        ] {
            let line = Posting.Line(
                setting: target,
                of: .barcode("G"),
                at: .id(Company.north.id),
                against: .virtual(.adjustment)
            )
            #expect(throws: refusal) { try company.perform(.post(.adjust, [line])) }
        }
    }

    @Test func `what is promised to others is not set away`() throws {
        var company = try self.stocked()
        try company.perform(Company.reserve(8))
        try company.perform(Company.set(to: 8, expecting: 10))
        let shortage = Shortage(
            sku: "PLAIN",
            location: Company.north.id,
            requested: 1,
            available: 0,
            blockingReservations: 1,
            line: 0
        )
        #expect(throws: LedgerRefusal.insufficientStock(shortage)) {
            try company.perform(Company.set(to: 7, expecting: 8))
        }
    }

    @Test func `a document that sets a level is in the book once`() throws {
        var company = try self.stocked()
        let reference = Reference(source: "erp", document: "4711")
        let line = Company.level(12, expecting: 10)
        let command = LedgerCommand.post(.adjust, [line], reference: reference)
        let entry = try #require(try company.perform(command).entry)
        #expect(
            throws: LedgerRefusal.duplicateReference(reference, entry: entry.id, isSame: false)
        ) {
            try company.perform(.post(.adjust, [line], reference: reference))
        }
    }

    @Test func `the difference is what somebody has to approve`() throws {
        var company = try self.stocked()
        let rule = ApprovalRule(id: .make(), maximumQuantity: 3)
        company.state.rule = rule
        #expect(throws: LedgerRefusal.quantityChanged(LevelMismatch(expected: 9, actual: 10))) {
            try company.perform(Company.set(to: 100, expecting: 9))
        }
        let excess = ApprovalRule.Excess.quantity(of: Company.plain.id, 4, limit: 3)
        for level in [6, 14] as [Quantity] {
            #expect(throws: LedgerRefusal.approvalRequired(rule: rule.id, excess)) {
                try company.perform(Company.set(to: level, expecting: nil))
            }
        }
        try company.perform(Company.set(to: 13, expecting: 10))
        #expect(company.onHand(Company.plain, at: Company.north) == 13)
    }
}
