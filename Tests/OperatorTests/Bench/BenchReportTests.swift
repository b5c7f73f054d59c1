import Foundation
import Kernel
import TestSupport
import Testing

@testable import Operator

@Suite struct BenchReportTests {
    private static func report(
        errors: [String: Int] = [:],
        fsync: String = "on",
        seconds: Int = 5,
        variants: Int = 2_000,
        clients: Int = 32
    ) -> BenchReport {
        BenchReport(
            format: BenchReport.currentFormat,
            startedAt: .now,
            secondsPerStep: seconds,
            variants: variants,
            machine: MachineFacts(
                stockbook: "0.1.0",
                rabbitmq: "3.10.8",
                postgres: [
                    "server_version": "15.20", "fsync": fsync, "synchronous_commit": "on",
                    "full_page_writes": "on",
                ],
                environment: ["STOCKBOOK_COMMIT": "abc1234"]
            ),
            figures: [
                Figure(
                    measure: .receiptHundred,
                    clients: clients,
                    seconds: 2,
                    operations: 100,
                    lines: 10_000,
                    latency: LatencySummary(p50: 1.5, p95: 2.25, p99: 3),
                    errors: errors,
                    ratios: [Figure.Ratio(limit: .pgHundred, value: 0.42)]
                )
            ],
            processes: [],
            notes: ["something to know"]
        )
    }

    @Test func `a report comes back from its file as it was`() async throws {
        try await withTemporaryFolder { folder in
            let report = Self.report(errors: ["503 unavailable": 2])
            try ReportFile.write(report, to: "\(folder.path)/report.json")
            let read = try BenchReport.read(from: "\(folder.path)/report.json", option: "--compare")
            #expect(read == report)
        }
    }

    @Test func `a file that is no report is refused by the name of its option`() async throws {
        try await withTemporaryFolder { folder in
            let missing = #expect(throws: OperatorFailure.self) {
                try BenchReport.read(from: "\(folder.path)/none.json", option: "--compare")
            }
            #expect(missing?.reason.contains("--compare: there is no file") == true)
            #expect(throws: OperatorFailure.self) {
                try ReportFile.write(Self.report(), to: "\(folder.path)/no-folder/report.json")
            }
        }
    }

    @Test func `the text has throughput, lines, percentiles and ratios`() {
        let text = Self.report().text
        for part in ["receipt-100", "50.0", "5000", "1.50", "2.25", "3.00", "0.42 of pg-100"] {
            #expect(text.contains(part), "\(part) is missing in:\n\(text)")
        }
        #expect(text.contains("Stockbook 0.1.0 (abc1234)"))
        #expect(text.contains("note: something to know"))
    }

    @Test func `every failure is in the text and in the count`() {
        let report = Self.report(errors: ["503 unavailable": 2, "no answer": 1])
        #expect(report.errorCount == 3)
        #expect(report.text.contains("failed: receipt-100 at 32 clients, 2 times: 503 unavailable"))
    }

    @Test func `a comparison says in what the runs were unlike`() {
        let comparison = BenchComparison(
            reference: Self.report(),
            current: Self.report(seconds: 2, variants: 50_000, clients: 8)
        )
        let conditions = [
            "variants 50000, not 2000", "seconds a step 2, not 5", "clients 8, not 32",
        ]
        #expect(comparison.conditions == conditions)
        #expect(comparison.text.contains(conditions.joined(separator: "; ")))
        #expect(comparison.missing == ["receipt-100 at 32 of pg-100"])
        #expect(BenchComparison(reference: Self.report(), current: Self.report()).conditions == [])
    }

    @Test func `a server that may lose a commit is not called durable`() {
        #expect(Self.report().machine.isDurable)
        #expect(!Self.report(fsync: "off").machine.isDurable)
    }
}
