import Contracts
import Kernel
import LedgerDomain
import Testing

struct ProductionTests {
    private var (company, late, early): (Company, ID<Lot>, ID<Lot>)

    init() throws {
        (self.company, self.late, self.early) = try TrackingTests.stocked()
        try self.company.perform(Company.receive(5))
    }

    private static func line(
        _ variant: StockVariant,
        _ quantity: Quantity,
        lot: LotName? = nil,
        out: StockLocation? = nil,
        into: StockLocation? = nil
    ) -> Posting.Line {
        Posting.Line(
            variant: .sku(variant.sku),
            lot: lot,
            quantity: quantity,
            from: out.map { .id($0.id) } ?? .virtual(.production),
            to: into.map { .id($0.id) } ?? .virtual(.production)
        )
    }

    @Test mutating func `goods are used up and others are made of them`() throws {
        let made = TrackingTests.lot("MADE", expires: "2030-06-01")
        let entry = try self.company.perform(
            .post(
                .produce,
                [
                    Self.line(Company.lotted, 6, out: Company.north),
                    Self.line(Company.plain, 5, out: Company.north),
                    Self.line(Company.lotted, 2, lot: made, into: Company.bin),
                ]
            )
        ).entry
        // What expires first is used first.
        #expect(entry?.movements.prefix(2).map(\.lot) == [self.early, self.late])
        #expect(self.company.onHand(Company.plain, at: Company.north) == .zero)
        #expect(self.company.onHand(Company.lotted, at: Company.north, lot: self.late) == 8)
        let lot = try #require(entry?.movements.last?.lot)
        #expect(self.company.onHand(Company.lotted, at: Company.bin, lot: lot) == 2)
        let availability = self.company.availability(Company.lotted, in: Company.north)
        #expect(availability.onHand == 10)
    }

    @Test mutating func `a production has both sides`() throws {
        for lines in [
            [Self.line(Company.plain, 1, out: Company.north)],
            [Self.line(Company.plain, 1, into: Company.north)],
        ] {
            #expect(throws: LedgerRefusal.oneSided) {
                try self.company.perform(.post(.produce, lines))
            }
        }
        let between = Self.line(Company.plain, 1, out: Company.north, into: Company.bin)
        #expect(throws: LedgerRefusal.self) {
            try self.company.perform(.post(.produce, [between]))
        }
    }

    @Test mutating func `what is held is not used`() throws {
        try self.company.perform(Company.give(self.late, .held))
        let lot = try #require(self.company.state.lot(self.late))
        #expect(throws: LedgerRefusal.lotWithheld(lot, line: 0)) {
            try self.company.perform(
                .post(
                    .produce,
                    [
                        Self.line(Company.lotted, 1, lot: .id(self.late), out: Company.north),
                        Self.line(Company.plain, 1, into: Company.north),
                    ]
                )
            )
        }
    }

    @Test mutating func `a production that is undone leaves everything as it was`() throws {
        let before = self.company.state
        let entry = try #require(
            try self.company.perform(
                .post(
                    .produce,
                    [
                        Self.line(Company.lotted, 3, out: Company.north),
                        Self.line(Company.plain, 7, into: Company.bin),
                    ]
                )
            ).entry
        )
        try self.company.perform(Company.reverse(entry.id))
        for movement in entry.movements {
            for location in [Company.north, Company.bin] {
                let key = Balance.Key(
                    variant: movement.variant,
                    location: location.id,
                    lot: movement.lot
                )
                #expect(self.company.state.balance(key).onHand == before.balance(key).onHand)
            }
        }
    }
}
