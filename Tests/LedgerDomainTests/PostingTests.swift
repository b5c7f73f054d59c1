import Contracts
import Kernel
import LedgerDomain
import Testing

struct PostingTests {
    @Test func `goods that are received can be sold`() throws {
        var company = Company()
        try company.perform(Company.receive(5))
        let sale = try company.perform(Company.sell(3))
        #expect(company.onHand(Company.plain, at: Company.north) == 2)
        #expect(sale.availabilities.map(\.available) == [2])
        #expect(sale.oversold.isEmpty)
    }

    @Test func `taking more than there is changes nothing`() throws {
        var company = Company()
        try company.perform(Company.receive(5))
        let before = company.availability(Company.plain, in: Company.north)
        let shortage = Shortage(
            sku: "PLAIN",
            location: Company.north.id,
            requested: 6,
            available: 5,
            blockingReservations: 0,
            line: 0
        )
        #expect(throws: LedgerRefusal.insufficientStock(shortage)) {
            try company.perform(Company.sell(6))
        }
        #expect(company.availability(Company.plain, in: Company.north) == before)
    }

    @Test func `lines of one variant are judged by their sum`() throws {
        var company = Company()
        try company.perform(Company.receive(5))
        let shortage = Shortage(
            sku: "PLAIN",
            location: Company.north.id,
            requested: 6,
            available: 5,
            blockingReservations: 0,
            line: 0
        )
        #expect(throws: LedgerRefusal.insufficientStock(shortage)) {
            try company.perform(Company.sell(3, 3))
        }
    }

    @Test func `the longest message of a till is one entry, and no longer one`() throws {
        var company = Company()
        let line = Posting.Line(
            variant: .sku(Company.plain.sku),
            quantity: 1,
            from: .id(Company.north.id),
            to: .virtual(.customer)
        )
        let lines = Array(repeating: line, count: 2_000)
        try company.perform(.post(.sale, lines, reference: nil), mayOversell: true)
        #expect(company.onHand(Company.plain, at: Company.north) == -2_000)
        #expect(throws: LedgerRefusal.tooManyLines(count: 2_001)) {
            try company.perform(.post(.sale, lines + [line], reference: nil), mayOversell: true)
        }
    }

    @Test func `a till sells what the book does not have, and says so`() throws {
        var company = Company()
        try company.perform(Company.receive(1))
        let sale = try company.perform(Company.sell(3), mayOversell: true)
        #expect(company.onHand(Company.plain, at: Company.north) == -2)
        #expect(sale.oversold.map(\.onHand) == [-2])
        #expect(sale.balances.allSatisfy { $0.isOversold })
        #expect(sale.availabilities.allSatisfy { $0.isShort })

        let receipt = try company.perform(Company.receive(1))
        #expect(receipt.balances.map(\.isOversold) == [true])
        let cover = try company.perform(Company.receive(1))
        #expect(cover.balances.map(\.isOversold) == [false])
    }

    @Test func `a document is posted once`() throws {
        var company = Company()
        let reference = Reference(source: "erp", document: "4711")
        let first = try company.perform(Company.receive(5, reference: reference))
        let entry = try #require(first.entry).id
        #expect(throws: LedgerRefusal.duplicateReference(reference, entry: entry, isSame: true)) {
            try company.perform(Company.receive(5, reference: reference))
        }
        #expect(throws: LedgerRefusal.duplicateReference(reference, entry: entry, isSame: false)) {
            try company.perform(Company.receive(6, reference: reference))
        }
        #expect(company.onHand(Company.plain, at: Company.north) == 5)
    }

    @Test func `an entry is reversed once, and a reversal never`() throws {
        var company = Company()
        let receipt = try #require(try company.perform(Company.receive(5)).entry)
        let reversal = try #require(try company.perform(Company.reverse(receipt.id)).entry)
        #expect(company.onHand(Company.plain, at: Company.north) == 0)
        #expect(throws: LedgerRefusal.alreadyReversed(by: reversal.id)) {
            try company.perform(Company.reverse(receipt.id))
        }
        #expect(throws: LedgerRefusal.notReversible(reversal.id)) {
            try company.perform(Company.reverse(reversal.id))
        }
    }

    @Test func `goods that went on cannot be reversed away`() throws {
        var company = Company()
        let receipt = try #require(try company.perform(Company.receive(5)).entry)
        try company.perform(Company.sell(3))
        #expect(throws: LedgerRefusal.self) {
            try company.perform(Company.reverse(receipt.id))
        }
        #expect(company.onHand(Company.plain, at: Company.north) == 2)
    }

    @Test func `an entry stays inside the warehouses of whoever posts it`() throws {
        var company = Company()
        try company.perform(Company.receive(5, at: Company.bin), warehouses: [Company.north.id])
        #expect(
            throws: LedgerRefusal.outsideAuthority(
                .id(Company.south.id),
                warehouse: Company.south.id
            )
        ) {
            try company.perform(
                Company.receive(5, at: Company.south),
                warehouses: [Company.north.id]
            )
        }
    }

    @Test func `a move within a warehouse leaves its availability alone`() throws {
        var company = Company()
        try company.perform(Company.receive(5))
        let move = try company.perform(
            .post(
                .transfer,
                [
                    Posting.Line(
                        variant: .sku("PLAIN"),
                        quantity: 2,
                        from: .code("NORTH"),
                        to: .code("NORTH-1")
                    )
                ]
            )
        )
        #expect(move.availabilities.isEmpty)
        #expect(Set(move.balances.map(\.onHand)) == [2, 3])
    }

    @Test func `the ends of an entry fit its kind`() {
        var company = Company()
        let line = Posting.Line(
            variant: .sku("PLAIN"),
            quantity: 2,
            from: .virtual(.supplier),
            to: .virtual(.customer)
        )
        #expect(
            throws: LedgerRefusal.wrongKindOfLocation(.virtual(.customer), .customer, line: 0)
        ) {
            try company.perform(.post(.receive, [line]))
        }
    }

    @Test func `what is not known yet may become known`() {
        var company = Company()
        let line = Posting.Line(
            variant: .sku("NEW"),
            quantity: 2,
            from: .virtual(.supplier),
            to: .id(Company.north.id)
        )
        #expect(throws: LedgerRefusal.unknownVariant(.sku("NEW"), line: 0)) {
            try company.perform(.post(.receive, [line]))
        }
        #expect(LedgerRefusal.unknownVariant(.sku("NEW"), line: 0).mayPass)
    }

    @Test func `a barcode counts packs`() throws {
        var company = Company()
        company.state.insert(Pack(variant: Company.plain.id, content: 12), barcode: "5012")
        let line = Posting.Line(
            variant: .barcode("5012"),
            quantity: 2,
            from: .virtual(.supplier),
            to: .id(Company.north.id)
        )
        try company.perform(.post(.receive, [line]))
        #expect(company.onHand(Company.plain, at: Company.north) == 24)
        let pack = Pack(variant: Company.plain.id, content: Quantity(tenThousandths: 1))
        #expect(pack.baseUnits(in: Quantity(tenThousandths: 5_000)) == nil)
        #expect(pack.baseUnits(in: 3) == Quantity(tenThousandths: 3))
        let huge = Pack(variant: Company.plain.id, content: Quantity(tenThousandths: .max))
        #expect(huge.baseUnits(in: 2) == nil)
    }
}
