import Kernel
import TestSupport
import Testing

@testable import Operator

@Suite struct ChoreRuleTests {
    private static let unlimited = #"{"kinds": ["adjust"], "reason": "Nothing needs an approval"}"#

    private static func limited(_ quantity: Int, kinds: String, reason: String) -> String {
        """
        {"kinds": ["\(kinds)"], "maximumQuantity": "\(quantity)", "reason": "\(reason)"}
        """
    }

    /// What is posted from the beginning of a run to its end, and the limit meanwhile.
    private func run(after rules: String) async throws -> (limit: Quantity?, posted: [String]) {
        let gateway = FakeGateway([.json(#"{"items": [\#(rules)]}"#)], afterwards: .json("{}"))
        let limit = Limit()
        try await gateway.run { api in
            let rule = try await ChoreRule.require(for: "run", by: api)
            await limit.set(rule.limit)
            try await rule.lift(for: "run", by: api)
        }
        return (await limit.value, gateway.requests.dropFirst().map(\.body))
    }

    private actor Limit {
        var value: Quantity?

        func set(_ value: Quantity?) { self.value = value }
    }

    @Test(arguments: ["", Self.unlimited])
    func `where nobody has to approve there is a limit, which is lifted`(
        rules: String
    )
        async throws
    {
        let (limit, posted) = try await self.run(after: rules)
        #expect(limit == 1_000_000)
        #expect(
            posted == [
                #"{"kinds":["adjust"],"maximumQuantity":"1000000","reason":"A busy replay"}"#,
                #"{"reason":"A busy replay is over"}"#,
            ]
        )
    }

    @Test func `the rule of somebody else stays`() async throws {
        let rule = Self.limited(100, kinds: "adjust", reason: "Audit")
        let (limit, posted) = try await self.run(after: "\(rule), \(Self.unlimited)")
        #expect(limit == 100)
        #expect(posted == [])
    }

    @Test func `a rule that is only about counts limits no adjustment, and stays`() async throws {
        let rule = Self.limited(100, kinds: "count", reason: "Audit")
        let (limit, posted) = try await self.run(after: rule)
        #expect(limit == nil)
        #expect(posted == [])
    }

    @Test func `the limit of a run that was broken off is lifted by the next`() async throws {
        let rule = Self.limited(1_000_000, kinds: "adjust", reason: "A busy replay")
        let (limit, posted) = try await self.run(after: rule)
        #expect(limit == 1_000_000)
        #expect(posted == [#"{"reason":"A busy replay is over"}"#])
    }
}
