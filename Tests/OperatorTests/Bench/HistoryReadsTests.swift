import Contracts
import Kernel
import TestSupport
import Testing

@testable import Operator

@Suite struct HistoryReadsTests {
    private static let lots = (1...5).map { _ in ID<Contracts.Lot>.make() }

    /// All lots of grain, as the gateway lists them.
    private static func page(recalled: Set<Int> = []) -> FakeGateway.Answer {
        let items = self.lots.indices.map { index in
            let status = recalled.contains(index) ? "recalled" : "released"
            return #"{"id":"\#(self.lots[index])","status":"\#(status)"}"#
        }
        return .json(#"{"items":[\#(items.joined(separator: ","))]}"#)
    }

    private static func load(
        of measure: Measure,
        stepsLeft: Int = 1,
        _ answer: FakeGateway.Answer,
        _ body: @Sendable (RequestLoad) throws -> Void
    ) async throws {
        let gateway = FakeGateway([answer])
        try await gateway.run { api in
            let reads = HistoryReads(api: api, variants: 1_000, stepsLeft: stepsLeft)
            try body(try await reads.load(of: measure))
            #expect(gateway.requests.map(\.target) == ["/v1/lots?sku=BENCH-GRAIN&limit=500"])
        }
    }

    private static func paths(_ step: String, of indices: some Sequence<Int>) -> [String] {
        indices.map { "/v1/lots/\(self.lots[$0])\(step)" }
    }

    @Test func `lots that were recalled are traced all the same`() async throws {
        try await Self.load(of: .trace, Self.page(recalled: [0, 3])) { load in
            #expect(load.requests.map(\.target) == Self.paths("/trace", of: 0..<5))
            #expect(!load.isEachOnce)
        }
    }

    @Test func `only what was not recalled before is recalled, once`() async throws {
        try await Self.load(of: .recall, Self.page(recalled: [0, 3])) { load in
            #expect(load.requests.map(\.target) == Self.paths(":recall", of: [1, 2, 4]))
            #expect(load.isEachOnce && load.isCommand)
            let body = String(decoding: load.requests[0].body, as: UTF8.self)
            #expect(body == #"{"note":"bench","reason":"supplier-notice"}"#)
        }
    }

    @Test func `every number of clients gets its part of the lots`() async throws {
        try await Self.load(of: .recall, stepsLeft: 3, Self.page()) { load in
            #expect(load.requests.map(\.target) == Self.paths(":recall", of: 0..<2))
        }
        try await Self.load(of: .recall, stepsLeft: 2, Self.page(recalled: [0, 1])) { load in
            #expect(load.requests.map(\.target) == Self.paths(":recall", of: 2..<4))
        }
    }

    @Test func `evidence is asked of what was recalled`() async throws {
        try await Self.load(of: .evidence, Self.page(recalled: [0, 3])) { load in
            #expect(load.requests.map(\.target) == Self.paths("/evidence", of: [0, 3]))
            #expect(!load.isEachOnce && !load.isCommand)
        }
    }

    @Test func `a history whose lots are used up costs the measure and not the report`()
        async throws
    {
        await #expect(throws: LoadFailure.self) {
            try await Self.load(of: .recall, Self.page(recalled: Set(0..<5))) { _ in }
        }
        await #expect(throws: LoadFailure.self) {
            try await Self.load(of: .evidence, Self.page()) { _ in }
        }
    }

    @Test(arguments: [Measure.trace, .recall, .evidence])
    func `where there is no history the user is told how to make one`(
        _ measure: Measure
    ) async throws {
        for answer in [FakeGateway.Answer.json(#"{"items":[]}"#), .problem(.unknownVariant)] {
            let failure = await #expect(throws: OperatorFailure.self) {
                try await Self.load(of: measure, answer) { _ in }
            }
            #expect(failure?.next == "./stockbook bench --load 1000000")
        }
    }
}
