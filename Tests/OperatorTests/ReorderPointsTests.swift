import ArgumentParser
import Contracts
import Kernel
import TestSupport
import Testing

@testable import Operator

@Suite struct ReorderPointsTests {
    @Test func `points of all pages are told, and variants without one are not`() async throws {
        let ids = (0..<4).map { _ in ID<Variant>.make() }
        let gateway = FakeGateway([
            .json(
                """
                {"items":[{"id":"\(ids[0])","levels":{"reorderPoint":"20"}},{"id":"\(ids[1])"}],
                "next":"more"}
                """
            ),
            .json(
                """
                {"items":[{"id":"\(ids[2])","levels":{"minimum":"3"}},
                {"id":"\(ids[3])","levels":{"minimum":"0","reorderPoint":"0.5"}}]}
                """
            ),
        ])
        try await gateway.run { api in
            let lines = try await ReorderPoints(api: api).lines()
            #expect(lines == "\(ids[0]) 20\n\(ids[3]) 0.5\n")
            let targets = ["/v1/variants?limit=500", "/v1/variants?limit=500&cursor=more"]
            #expect(gateway.requests.map(\.target) == targets)
        }
    }

    @Test func `only who asks about a reorder point needs them`() throws {
        func arguments(_ given: String...) throws -> [String] {
            try RebuildCommand.parse(given).arguments
        }
        #expect(try arguments() == ["rebuild"])
        #expect(try arguments("--swap") == ["rebuild", "--swap"])
        let costing = ["--what-if", "costing=fifo"]
        #expect(try arguments("--what-if", "costing=fifo") == ["rebuild"] + costing)
        #expect(
            try arguments("--what-if", "reorder-point=2.5")
                == ["rebuild", "--what-if", "reorder-point=2.5", "--points-in-force"]
        )
        // The ledger refuses them, and nobody waits for the catalog.
        for point in ["-1", "some", ""] {
            let given = ["--what-if", "reorder-point=\(point)"]
            #expect(try arguments("--what-if", "reorder-point=\(point)") == ["rebuild"] + given)
        }
    }
}
