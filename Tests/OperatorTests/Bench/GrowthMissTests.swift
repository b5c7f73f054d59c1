import Kernel
import Testing

@testable import Operator

@Suite struct GrowthMissTests {
    private static func figure(
        _ measure: Measure,
        perSecond: Int = 1_000,
        p95: Double? = 10
    ) -> Figure {
        Figure(
            measure: measure,
            clients: 8,
            seconds: 10,
            operations: perSecond * 10,
            lines: perSecond * 10,
            latency: p95.map { LatencySummary(p50: 1, p95: $0, p99: 9_000) },
            errors: [:]
        )
    }

    private static func report(
        posting: Figure = Self.figure(.receiptOne, perSecond: 900, p95: 11),
        reads: [Figure] = [],
        changed: Int64 = 0
    ) -> GrowthReport {
        GrowthReport(
            format: GrowthReport.currentFormat,
            startedAt: .now,
            secondsPerStep: 10,
            variants: 2_000,
            machine: MachineFacts(stockbook: "1", rabbitmq: "3", postgres: [:], environment: [:]),
            journalBefore: JournalRows(movements: 0, changed: 0),
            journalAfter: JournalRows(movements: 20_000, changed: changed),
            loadedMovements: 20_000,
            loadSeconds: 10,
            followSeconds: 1,
            postings: [.init(before: Self.figure(.receiptOne), after: posting)],
            reads: reads,
            changedByBackdating: changed,
            notes: []
        )
    }

    @Test func `what is just within its limits is held`() {
        let report = Self.report(reads: [
            Self.figure(.trace, p95: 1_999), Self.figure(.recall, p95: 1_999),
            Self.figure(.evidence, p95: 1_999), Self.figure(.asOf, p95: 49.9),
            Self.figure(.backdated, p95: 499),
        ])
        #expect(report.misses == [])
        #expect(!report.text.contains("missed"))
    }

    @Test func `posting that lost more than a tenth says what it had and what it has`() {
        let posting = Self.figure(.receiptOne, perSecond: 899, p95: 11.1)
        let report = Self.report(posting: posting)
        #expect(
            report.misses == [
                "receipt-1 at 8 clients: 899 a second, to be at least 0.9 of 1000",
                "receipt-1 at 8 clients: p95 11.10 ms, to be at most 1.1 of 10.00 ms",
            ]
        )
        #expect(report.text.contains("missed"))
    }

    @Test(
        arguments: [
            (.trace, 2_000, "2000"), (.recall, 2_000, "2000"), (.evidence, 2_000, "2000"),
            (.asOf, 50, "50.0"), (.backdated, 500, "500"),
        ] as [(Measure, Double, String)]
    )
    func `what a history is asked has to stay below its limit`(
        _ measure: Measure,
        _ p95: Double,
        _ limit: String
    ) {
        let report = Self.report(reads: [Self.figure(measure, p95: p95)])
        let time = BenchReport.milliseconds(p95)
        let name = measure.rawValue
        #expect(report.misses == ["\(name) at 8 clients: p95 \(time) ms, to be below \(limit) ms"])
        #expect(report.text.contains("missed"))
    }

    @Test func `every measure of a history has a limit`() {
        #expect(Measure.reads.allSatisfy { $0.historyTarget != nil })
    }

    @Test func `where nothing succeeded nothing was held`() {
        let report = Self.report(
            posting: Self.figure(.receiptOne, perSecond: 0, p95: nil),
            reads: [Self.figure(.recall, perSecond: 0, p95: nil)]
        )
        #expect(
            report.misses == [
                "receipt-1 at 8 clients: nothing to compare",
                "recall at 8 clients: nothing succeeded",
            ]
        )
    }

    @Test func `a row of the journal that backdating changed is a miss`() {
        #expect(Self.report(changed: 2).misses == ["backdating changed 2 rows of the journal"])
    }
}
