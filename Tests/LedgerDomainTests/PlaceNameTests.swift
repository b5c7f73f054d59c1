import Contracts
import Kernel
import LedgerDomain
import Testing

/// Codes of locations that look alike and are not the same bytes.
struct PlaceNameTests {
    private static let composed = "CAF\u{00C9}"
    private static let decomposed = "CAFE\u{0301}"

    private func bin(_ code: String) -> StockLocation {
        StockLocation(id: .make(), code: code, kind: .bin, warehouse: Company.north.id)
    }

    @Test func `are two names`() {
        #expect(LocationName.code(Self.composed) != .code(Self.decomposed))
        #expect(LocationName.code(Self.composed) == .code(Self.composed))
        #expect(Set([LocationName.code(Self.composed), .code(Self.decomposed)]).count == 2)
    }

    @Test func `are two places, in one line and in lines that follow each other`() throws {
        var company = Company()
        let (left, right) = (self.bin(Self.composed), self.bin(Self.decomposed))
        company.state.insert(left)
        company.state.insert(right)
        func line(_ quantity: Quantity, from: LocationName, to code: String) -> Posting.Line {
            Posting.Line(
                variant: .id(Company.plain.id),
                quantity: quantity,
                from: from,
                to: .code(code)
            )
        }
        func post(_ kind: EntryKind, _ lines: Posting.Line...) -> LedgerCommand {
            .post(Posting(id: .make(), kind: kind, about: Circumstances(), lines: lines))
        }
        try company.perform(
            post(
                .receive,
                line(5, from: .virtual(.supplier), to: Self.composed),
                line(7, from: .virtual(.supplier), to: Self.decomposed)
            )
        )
        try company.perform(
            post(.transfer, line(1, from: .code(Self.composed), to: Self.decomposed))
        )
        #expect(company.onHand(Company.plain, at: left) == 4)
        #expect(company.onHand(Company.plain, at: right) == 8)
    }
}
