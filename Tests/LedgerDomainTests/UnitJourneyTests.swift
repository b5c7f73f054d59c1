import Contracts
import Kernel
import LedgerDomain
import Testing

@Suite struct UnitJourneyTests {
    private static let shelf = UnitJourney.Place(.make(), keepsBalances: true)
    private static let bin = UnitJourney.Place(.make(), keepsBalances: true)
    private static let supplier = UnitJourney.Place(.make(), keepsBalances: false)
    private static let customer = UnitJourney.Place(.make(), keepsBalances: false)
    private static let adjustment = UnitJourney.Place(.make(), keepsBalances: false)

    private static func step(
        _ kind: EntryKind,
        _ from: UnitJourney.Place,
        _ to: UnitJourney.Place
    ) -> UnitJourney.Step {
        UnitJourney.Step(kind, from: from, to: to)
    }

    private static let arrival = Self.step(.receive, Self.supplier, Self.shelf)

    private static func end(of moments: [UnitJourney.Step]...) -> UnitJourney.Place? {
        var journey = UnitJourney()
        for moment in moments { journey.go(moment) }
        return journey.place
    }

    @Test func `a unit is where it went last`() {
        #expect(Self.end(of: []) == nil)
        #expect(Self.end(of: [Self.arrival]) == Self.shelf)
        let sale = Self.step(.sale, Self.shelf, Self.customer)
        #expect(Self.end(of: [Self.arrival], [sale]) == Self.customer)
        // Wherever the book had put it.
        let other = Self.step(.sale, Self.bin, Self.customer)
        #expect(Self.end(of: [Self.arrival], [other]) == Self.customer)
    }

    @Test func `of one moment it is where the way ends, in whatever order the steps are told`() {
        let move = Self.step(.transfer, Self.shelf, Self.bin)
        let sale = Self.step(.sale, Self.bin, Self.customer)
        for steps in [[Self.arrival, move, sale], [sale, Self.arrival, move]] {
            #expect(Self.end(of: steps) == Self.customer)
        }
        let back = Self.step(.transfer, Self.bin, Self.shelf)
        #expect(Self.end(of: [Self.arrival], [back, move]) == Self.shelf)
    }

    @Test func `what was sold twice in a moment is nowhere, until it is seen again`() {
        let sale = Self.step(.sale, Self.shelf, Self.customer)
        let loss = Self.step(.adjust, Self.shelf, Self.adjustment)
        #expect(Self.end(of: [Self.arrival], [sale, loss]) == nil)
        #expect(Self.end(of: [Self.arrival], [sale, sale]) == nil)
        let found = Self.step(.adjust, Self.adjustment, Self.bin)
        #expect(Self.end(of: [Self.arrival], [sale, loss], [found]) == Self.bin)
    }

    @Test func `a count does not move what was seen elsewhere since`() {
        let move = Self.step(.transfer, Self.shelf, Self.bin)
        let missing = Self.step(.count, Self.shelf, Self.adjustment)
        #expect(Self.end(of: [Self.arrival], [move], [missing]) == Self.bin)
        #expect(Self.end(of: [Self.arrival], [missing]) == Self.adjustment)
        let found = Self.step(.count, Self.adjustment, Self.bin)
        #expect(Self.end(of: [Self.arrival], [missing], [found]) == Self.bin)
        #expect(Self.end(of: [Self.arrival], [found]) == Self.shelf)
    }
}
