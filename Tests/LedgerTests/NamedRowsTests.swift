import Contracts
import Kernel
import LedgerDomain
import Testing

@testable import Ledger

struct NamedRowsTests {
    private func transfers(_ places: [(from: LocationName, to: LocationName)]) -> LedgerCommand {
        .post(
            Posting(
                id: .make(),
                kind: .transfer,
                about: Circumstances(),
                lines: places.map { from, to in
                    Posting.Line(variant: .sku("A"), quantity: 1, from: from, to: to)
                }
            )
        )
    }

    @Test func `every place of every line is named, whichever came before it`() {
        let (first, second) = (ID<Location>.make(), ID<Location>.make())
        let named = NamedRows([
            self.transfers([
                (.id(first), .code("CAF\u{00C9}")), (.id(first), .code("CAFE\u{0301}")),
                (.code("B"), .virtual(.transit)), (.code("B"), .id(second)),
            ])
        ])
        #expect(named.locations == [first, second])
        #expect(named.codes.map(\.wrappedValue.utf8.count).sorted() == [1, 5, 6])
    }
}
