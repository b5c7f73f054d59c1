import Contracts
import Kernel
import LedgerDomain
import Testing

struct TransferTests {
    let id = ID<TransferOrder>.make()

    /// A company with ten of everything in the north, and an order of so many of one thing.
    private func company(
        ordering quantity: Quantity,
        of variant: StockVariant = Company.plain,
        lot: LotName? = nil
    ) throws -> Company {
        var company = Company()
        try company.perform(Company.receive(10))
        for code in ["L1", "L2"] {
            try company.perform(Company.receive(5, of: Company.lotted, lot: Self.lot(code)))
        }
        let numbers = (1...4).map { "S\($0)" }
        try company.perform(Company.receive(4, of: Company.serial, serials: numbers))
        try company.perform(Company.order(quantity, of: variant, lot: lot, id: self.id))
        return company
    }

    private static func lot(_ code: String) -> LotName {
        .code(code, StockLot.Details(expiresOn: CivilDate("2030-01-0\(code.last ?? "1")")))
    }

    @Test func `goods leave, are on the road, arrive in parts and are lost`() throws {
        var company = try self.company(ordering: 8)
        #expect(company.state.order(self.id)?.state == .open)
        #expect(company.onHand(Company.plain, at: Company.north) == 10)

        let left = try company.perform(Company.carry(.dispatch, 6, of: self.id))
        #expect(left.entry?.kind == .transfer)
        #expect(left.entry?.transfer == self.id)
        #expect(left.transfer?.state == .inTransit)
        #expect(company.onHand(Company.plain, at: Company.north) == 4)
        #expect(company.onHand(Company.plain, at: Company.transit) == 6)
        #expect(company.onHand(Company.plain, at: Company.south) == 0)

        try company.perform(Company.carry(.receive, 2, of: self.id))
        try company.perform(Company.carry(.lose(.lost), 1, of: self.id))
        #expect(company.line(of: self.id)?.inTransit == 3)
        #expect(company.onHand(Company.plain, at: Company.south) == 2)
        let last = try company.perform(Company.carry(.receive, of: self.id))
        #expect(last.transfer?.state == .open)
        #expect(company.line(of: self.id)?.open == 2)
        #expect(company.onHand(Company.plain, at: Company.transit) == 0)

        let end = try company.perform(.cancelOrder(TransferCancellation(self.id)))
        #expect(end.transfer?.state == .closed)
        #expect(company.line(of: self.id)?.cancelled == 2)
    }

    @Test func `an order that nothing left of is cancelled`() throws {
        var company = try self.company(ordering: 8)
        let end = try company.perform(
            .cancelOrder(TransferCancellation(self.id, reason: "not needed"))
        )
        #expect(end.transfer?.state == .cancelled)
        #expect(end.transfer?.cancelReason == "not needed")
        #expect(throws: LedgerRefusal.transferEnded(self.id, .cancelled)) {
            try company.perform(.cancelOrder(TransferCancellation(self.id)))
        }
        #expect(throws: LedgerRefusal.transferEnded(self.id, .cancelled)) {
            try company.perform(Company.carry(.dispatch, of: self.id))
        }
    }

    @Test func `no more leaves than was ordered, and no more arrives than left`() throws {
        var company = try self.company(ordering: 8)
        #expect(throws: LedgerRefusal.notOrdered(line: 0, left: 8)) {
            try company.perform(Company.carry(.dispatch, 9, of: self.id))
        }
        #expect(throws: LedgerRefusal.notOrdered(line: 0, left: 0)) {
            try company.perform(Company.carry(.dispatch, 1, of: self.id, line: 2))
        }
        try company.perform(Company.carry(.dispatch, 5, of: self.id))
        for way in [TransferStep.Way.receive, .lose(.stolen)] {
            #expect(throws: LedgerRefusal.notInTransit(line: 0, left: 5)) {
                try company.perform(Company.carry(way, 6, of: self.id))
            }
        }
    }

    @Test func `goods of another order are not received`() throws {
        var company = try self.company(ordering: 5)
        let other = ID<TransferOrder>.make()
        try company.perform(Company.order(5, id: other))
        try company.perform(Company.carry(.dispatch, 5, of: other))
        #expect(throws: LedgerRefusal.transferEnded(self.id, .open)) {
            try company.perform(Company.carry(.receive, of: self.id))
        }
        #expect(throws: LedgerRefusal.notInTransit(line: 0, left: 0)) {
            try company.perform(Company.carry(.receive, 1, of: self.id))
        }
    }

    @Test func `what is on the road moves by its order and no other way`() throws {
        var company = try self.company(ordering: 5)
        try company.perform(Company.carry(.dispatch, of: self.id))
        for kind in [EntryKind.transfer, .adjust] {
            #expect(throws: LedgerRefusal.self) {
                try company.perform(
                    .post(
                        kind,
                        [
                            Posting.Line(
                                variant: .sku("PLAIN"),
                                quantity: 1,
                                from: .virtual(.transit),
                                to: kind == .adjust
                                    ? .virtual(.adjustment) : .id(Company.south.id)
                            )
                        ]
                    )
                )
            }
        }
    }

    @Test func `a lot stays the same on the road`() throws {
        var company = try self.company(ordering: 7, of: Company.lotted)
        // The lots that expire first leave first, whoever names none.
        let left = try company.perform(Company.carry(.dispatch, of: self.id))
        #expect(left.entry?.movements.map(\.quantity) == [5, 2])
        #expect(throws: LedgerRefusal.lotRequired(line: 0)) {
            try company.perform(Company.carry(.receive, 3, of: self.id))
        }
        try company.perform(Company.carry(.receive, 2, of: self.id, lot: Self.lot("L2")))
        #expect(throws: LedgerRefusal.notInTransit(line: 0, left: 0)) {
            try company.perform(Company.carry(.receive, 1, of: self.id, lot: Self.lot("L2")))
        }
        // Only one lot is left on the road, so nobody has to name it.
        let part = try company.perform(Company.carry(.receive, 3, of: self.id))
        let lot = try #require(company.state.lot(Self.lot("L1"), of: Company.lotted.id)).id
        #expect(part.entry?.movements.map(\.lot) == [lot])
        #expect(company.onHand(Company.lotted, at: Company.south, lot: lot) == 3)
    }

    @Test func `an order for one lot takes no other`() throws {
        var company = try self.company(ordering: 3, of: Company.lotted, lot: Self.lot("L2"))
        #expect(throws: LedgerRefusal.unknownLot(Self.lot("L1"), line: 0)) {
            try company.perform(Company.carry(.dispatch, 1, of: self.id, lot: Self.lot("L1")))
        }
        let left = try company.perform(Company.carry(.dispatch, of: self.id))
        let lot = try #require(company.state.lot(Self.lot("L2"), of: Company.lotted.id)).id
        #expect(left.entry?.movements.map(\.lot) == [lot])
    }

    @Test func `a unit stays the same on the road`() throws {
        var company = try self.company(ordering: 3, of: Company.serial)
        try company.perform(
            Company.carry(.dispatch, 3, of: self.id, serials: ["S1", "S2", "S3"])
        )
        #expect(throws: LedgerRefusal.serialsRequired(count: 1, line: 0)) {
            try company.perform(Company.carry(.receive, 1, of: self.id))
        }
        #expect(throws: LedgerRefusal.serialUnavailable("S4", line: 0)) {
            try company.perform(Company.carry(.receive, 1, of: self.id, serials: ["S4"]))
        }
        try company.perform(Company.carry(.receive, 1, of: self.id, serials: ["S2"]))
        #expect(throws: LedgerRefusal.serialUnavailable("S2", line: 0)) {
            try company.perform(Company.carry(.receive, 1, of: self.id, serials: ["S2"]))
        }
        try company.perform(Company.carry(.receive, of: self.id))
        let key = StockSerial.Key(variant: Company.serial.id, number: "S3")
        #expect(company.state.serial(key)?.location == Company.south.id)
    }

    @Test func `undoing an entry corrects the line`() throws {
        var company = try self.company(ordering: 8)
        let left = try #require(try company.perform(Company.carry(.dispatch, 6, of: self.id)).entry)
        let come = try #require(try company.perform(Company.carry(.receive, 4, of: self.id)).entry)
        let gone = try #require(
            try company.perform(Company.carry(.lose(.lost), 2, of: self.id)).entry
        )
        // What arrived or is lost has left.
        #expect(throws: LedgerRefusal.notInTransit(line: 0, left: 0)) {
            try company.perform(Company.reverse(left.id))
        }
        let found = try company.perform(Company.reverse(gone.id))
        #expect(found.entry?.transfer == self.id)
        #expect(company.line(of: self.id)?.lost == 0)
        try company.perform(Company.carry(.receive, 2, of: self.id))
        let half = Reversal.Part(of: .line(1), quantity: 1)
        try company.perform(Company.reverse(come.id, half))
        #expect(company.line(of: self.id)?.received == 5)
        try company.perform(Company.reverse(left.id, half))
        #expect(company.line(of: self.id)?.dispatched == 5)
        #expect(company.line(of: self.id)?.open == 3)
        #expect(company.onHand(Company.plain, at: Company.north) == 5)
        #expect(company.onHand(Company.plain, at: Company.transit) == 0)
    }

    @Test func `who works at one end cannot do the work of the other`() throws {
        var company = try self.company(ordering: 4)
        let (north, south): (Set, Set) = ([Company.north.id], [Company.south.id])
        #expect(throws: LedgerRefusal.self) {
            try company.perform(Company.carry(.dispatch, of: self.id), warehouses: south)
        }
        try company.perform(Company.carry(.dispatch, of: self.id), warehouses: north)
        for way in [TransferStep.Way.receive, .lose(.lost)] {
            #expect(throws: LedgerRefusal.self) {
                try company.perform(Company.carry(way, of: self.id), warehouses: north)
            }
        }
        try company.perform(Company.carry(.receive, of: self.id), warehouses: south)
        let order = Company.order(1)
        try company.perform(order, warehouses: south)
        #expect(throws: LedgerRefusal.self) { try company.perform(order, warehouses: [.make()]) }
    }

    @Test func `places are in the warehouses of the order`() throws {
        var company = try self.company(ordering: 4)
        #expect(throws: LedgerRefusal.outsideTransfer(.id(Company.south.id), line: 0)) {
            try company.perform(Company.carry(.dispatch, of: self.id, at: Company.south))
        }
        try company.perform(Company.carry(.dispatch, of: self.id))
        #expect(throws: LedgerRefusal.outsideTransfer(.id(Company.bin.id), line: 0)) {
            try company.perform(Company.carry(.receive, of: self.id, at: Company.bin))
        }
        let shelf = ID<TransferOrder>.make()
        try company.perform(Company.order(2, id: shelf, from: Company.north, to: Company.bin))
        try company.perform(Company.carry(.dispatch, of: shelf))
        try company.perform(Company.carry(.receive, of: shelf))
        #expect(company.onHand(Company.plain, at: Company.bin) == 2)
        #expect(throws: LedgerRefusal.sameLocation(line: 0)) {
            try company.perform(Company.order(2, from: Company.bin, to: Company.bin))
        }
    }

    @Test func `a document orders once`() throws {
        var company = Company()
        let reference = Reference(source: "erp", document: "T-1")
        try company.perform(Company.order(1, id: self.id, reference: reference))
        #expect(throws: LedgerRefusal.alreadyOrdered(reference, transfer: self.id)) {
            try company.perform(Company.order(1, reference: reference))
        }
        #expect(throws: LedgerRefusal.transferExists(self.id)) {
            try company.perform(Company.order(1, id: self.id))
        }
    }
}
