import Contracts
import GatewayDomain
import Kernel
import Testing

struct GrantRulesTests {
    private static let places = [ID<Location>.make(), ID<Location>.make()].sorted()

    @Test func `grants keep their order, and their warehouses get one`() throws {
        let given = [
            Grant(scope: .pick, warehouses: Self.places.reversed()), Grant(scope: .count),
            Grant(scope: .pick, warehouses: [Self.places[0]]),
        ]
        let grants = try AccountRules.distinct(given)
        #expect(grants.map(\.scope) == [.pick, .count, .pick])
        #expect(grants[0].warehouses == Self.places)
    }

    @Test func `a grant that is there twice is refused`() {
        for (grants, index) in [
            ([Grant(scope: .pick), Grant(scope: .count), Grant(scope: .pick)], 2),
            (
                [
                    Grant(scope: .pick, warehouses: Self.places),
                    Grant(scope: .pick, warehouses: Self.places.reversed()),
                ], 1
            ),
            ([Grant(scope: .pick, warehouses: [Self.places[0], Self.places[0]])], 0),
        ] {
            #expect(throws: AccountRules.Refusal.repeatedGrant(index: index)) {
                try AccountRules.distinct(grants)
            }
        }
    }
}
