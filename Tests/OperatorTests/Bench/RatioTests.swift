import Testing

@testable import Operator

@Suite struct RatioTests {
    private static func figure(
        _ measure: Measure,
        clients: Int = 8,
        perSecond: Int
    ) -> Figure {
        Figure(
            measure: measure,
            clients: clients,
            seconds: 2,
            operations: perSecond * 2,
            lines: perSecond * 2 * measure.linesPerOperation,
            latency: LatencySummary(p50: 1, p95: 2, p99: 3),
            errors: [:]
        )
    }

    @Test func `a ratio compares throughput at the same number of clients`() {
        let figures = [
            Self.figure(.pgOne, clients: 1, perSecond: 100),
            Self.figure(.pgOne, clients: 8, perSecond: 400),
            Self.figure(.receiptOne, clients: 8, perSecond: 300),
        ].withRatios
        #expect(figures[0].ratios.isEmpty)
        #expect(figures[2].ratio(to: .pgOne) == 0.75)
    }

    @Test func `sales are compared by their lines`() {
        let figures = [
            Self.figure(.pgHundred, perSecond: 50),
            Self.figure(.brokerPublish, perSecond: 1_000),
            Self.figure(.sale, perSecond: 100),
        ].withRatios
        // 100 sales of 20 lines against 50 transactions of 100.
        #expect(figures[2].ratio(to: .pgHundred) == 0.4)
        #expect(figures[2].ratio(to: .brokerPublish) == 0.1)
    }

    @Test func `there is no ratio to what was not measured`() {
        let figures = [
            Self.figure(.pgSelect, clients: 1, perSecond: 100),
            Self.figure(.quantity, perSecond: 9),
            Self.figure(.pgOne, perSecond: 0), Self.figure(.receiptOne, perSecond: 9),
        ].withRatios
        #expect(figures.allSatisfy { $0.ratios.isEmpty })
    }

    @Test func `a fifth less is tolerated and more is a regression`() throws {
        let reference = [
            Self.figure(.pgOne, perSecond: 100), Self.figure(.pgSelect, perSecond: 1_000),
            Self.figure(.receiptOne, perSecond: 100), Self.figure(.quantity, perSecond: 100),
        ].withRatios
        let current = [
            Self.figure(.pgOne, perSecond: 200), Self.figure(.pgSelect, perSecond: 1_000),
            Self.figure(.receiptOne, perSecond: 159), Self.figure(.quantity, perSecond: 81),
        ].withRatios
        let comparison = BenchComparison(reference: reference, current: current)
        #expect(comparison.changes.count == 2)
        let regression = try #require(comparison.regressions.first)
        #expect(comparison.regressions.count == 1)
        #expect(regression.measure == .receiptOne)
        #expect(regression.now == 0.795)
        #expect(comparison.text.contains("regression"))
    }

    @Test func `what was not measured this time is named and not compared`() {
        let reference = [
            Self.figure(.pgOne, perSecond: 100), Self.figure(.receiptOne, perSecond: 100),
        ].withRatios
        let comparison = BenchComparison(reference: reference, current: [])
        #expect(comparison.changes.isEmpty)
        #expect(comparison.missing == ["receipt-1 at 8 of pg-1"])
        #expect(comparison.regressions.isEmpty)
    }
}
