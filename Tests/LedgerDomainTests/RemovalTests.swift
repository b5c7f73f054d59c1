import Contracts
import Kernel
import LedgerDomain
import Testing

/// Which goods leave where nobody names them.
struct RemovalTests {
    private var company = Company()
    private let first: ID<Lot>
    private let second: ID<Lot>
    private let third: ID<Lot>

    /// Three of each lot: the first to come expires last, and is far away; the second is nearest.
    init() throws {
        (self.first, self.company) = try Self.receive("A", "2031-01-01", Company.north, company)
        (self.second, self.company) = try Self.receive("B", "2030-01-01", Company.bin, company)
        (self.third, self.company) = try Self.receive("C", "2029-01-01", Company.north, company)
    }

    private static func receive(
        _ code: String,
        _ day: String,
        _ location: StockLocation,
        _ company: Company
    ) throws -> (ID<Lot>, Company) {
        var company = company
        company.state.now = company.state.now.advanced(by: .seconds(1))
        let decision = try company.perform(
            Company.receive(
                3,
                of: Company.lotted,
                lot: TrackingTests.lot(code, expires: day),
                at: location
            )
        )
        return (try #require(decision.lots.first).id, company)
    }

    private mutating func ship(
        _ quantity: Quantity,
        isAnywhere: Bool = true,
        _ kind: EntryKind = .sale,
        to: LocationName = .virtual(.customer)
    ) throws(LedgerRefusal) -> [PostedMovement] {
        try self.company.perform(
            .post(
                kind,
                [
                    Posting.Line(
                        variant: .sku(Company.lotted.sku),
                        quantity: quantity,
                        from: .id(Company.north.id),
                        isAnywhere: isAnywhere,
                        to: to
                    )
                ]
            )
        ).entry?.movements ?? []
    }

    @Test mutating func `goods leave in the order of their rule`() throws {
        for (strategy, order) in [
            (.fefo, [self.third, self.second, self.first]),
            (.fifo, [self.first, self.second, self.third]),
            (.lifo, [self.third, self.second, self.first]),
            (.closest, [self.second, self.third, self.first]),
        ] as [(RemovalStrategy, [ID<Lot>])] {
            var trial = self
            trial.company.state.strategies[Company.lotted.id] = strategy
            let movements = try trial.ship(8)
            #expect(movements.map(\.lot) == order)
            #expect(movements.map(\.quantity) == [3, 3, 2])
        }
    }

    @Test mutating func `without a rule what expires first leaves first`() throws {
        #expect(try self.ship(1).map(\.lot) == [self.third])
    }

    @Test mutating func `only what is exactly there leaves, unless anywhere is asked for`() throws {
        self.company.state.strategies[Company.lotted.id] = .closest
        let movements = try self.ship(6, isAnywhere: false)
        #expect(movements.map(\.lot) == [self.third, self.first])
        #expect(throws: LedgerRefusal.self) { try self.ship(1, isAnywhere: false) }
        #expect(try self.ship(1).map(\.from) == [Company.bin.id])
    }

    @Test mutating func `goods that must not be sold are not chosen`() throws {
        try self.company.perform(Company.give(self.third, .held))
        #expect(try self.ship(1).map(\.lot) == [self.second])
        let short = #expect(throws: LedgerRefusal.self) { try self.ship(6) }
        guard case .insufficientStock(let shortage)? = short else {
            Issue.record("another refusal: \(String(describing: short))")
            return
        }
        #expect(shortage.requested == 6)
        #expect(shortage.available == 5)
    }

    @Test mutating func `a transfer inside of a tree leaves alone what is there already`() throws {
        let movements = try self.ship(6, .transfer, to: .id(Company.bin.id))
        #expect(movements.map(\.lot) == [self.third, self.first])
        #expect(Set(movements.map(\.from)) == [Company.north.id])
        #expect(throws: LedgerRefusal.self) {
            try self.ship(1, .transfer, to: .id(Company.bin.id))
        }
    }

    @Test mutating func `units leave from wherever below they are`() throws {
        try self.company.perform(
            Company.receive(1, of: Company.serial, serials: ["S1"], at: Company.bin)
        )
        try self.company.perform(
            Company.receive(1, of: Company.serial, serials: ["S2"], at: Company.south)
        )
        func sale(_ number: String) -> LedgerCommand {
            .post(
                .sale,
                [
                    Posting.Line(
                        variant: .sku(Company.serial.sku),
                        serials: [number],
                        quantity: 1,
                        from: .id(Company.north.id),
                        isAnywhere: true,
                        to: .virtual(.customer)
                    )
                ]
            )
        }
        let sold = try self.company.perform(sale("S1")).entry
        #expect(sold?.movements.map(\.from) == [Company.bin.id])
        #expect(throws: LedgerRefusal.serialUnavailable("S2", line: 0)) {
            try self.company.perform(sale("S2"))
        }
    }
}
