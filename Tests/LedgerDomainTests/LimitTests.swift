import Contracts
import Kernel
import LedgerDomain
import Testing

/// Where quantities end, so that no sum of them can leave the range of the type.
struct LimitTests {
    @Test func `an article number is no quantity`() throws {
        var company = Company()
        #expect(throws: LedgerRefusal.quantityOutOfRange(line: 0)) {
            try company.perform(Company.receive(5_012_345_678_900, of: Company.plain))
        }
        try company.perform(Company.receive(.largestLine, of: Company.plain))
        #expect(company.onHand(Company.plain, at: Company.north) == .largestLine)
    }

    @Test func `a place is full at some point, and can be emptied`() throws {
        var company = Company()
        let full = Quantity.largestLevel
        company.state.insert(
            Balance(key: Self.place, onHand: full + .largestLine, version: 1)
        )
        company.state.insert(
            Availability(key: Self.pair, onHand: full + .largestLine, version: 1)
        )
        #expect(throws: LedgerRefusal.quantityOutOfRange(line: 0)) {
            try company.perform(Company.receive(1, of: Company.plain))
        }
        try company.perform(Company.sell(1, of: Company.plain))
        #expect(company.onHand(Company.plain, at: Company.north) == full + .largestLine - 1)
    }

    @Test func `an entry has no more units than one message can tell of`() throws {
        var company = Company()
        let numbers = (0...Posting.maximumMovements).map { "S\($0)" }
        let count = Quantity(integerLiteral: Int64(numbers.count))
        #expect(throws: LedgerRefusal.tooManyMovements) {
            try company.perform(Company.receive(count, of: Company.serial, serials: numbers))
        }
        try company.perform(
            Company.receive(count - 1, of: Company.serial, serials: Array(numbers.dropLast()))
        )
    }

    @Test func `sums that are only shown stop at the bound`() {
        let most = Quantity(tenThousandths: .max)
        let least = Quantity(tenThousandths: .min)
        #expect(most.addingClamped(1) == most)
        #expect(least.addingClamped(-1) == least)
        #expect(least.subtractingClamped(1) == least)
        #expect(most.subtractingClamped(least) == most)
        #expect((3 as Quantity).subtractingClamped(5) == -2)
    }

    private static let place = Balance.Key(variant: Company.plain.id, location: Company.north.id)
    private static let pair = Availability.Key(
        variant: Company.plain.id,
        warehouse: Company.north.id
    )
}
