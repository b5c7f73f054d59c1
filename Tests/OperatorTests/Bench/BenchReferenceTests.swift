import ArgumentParser
import Foundation
import Testing

@testable import Operator

@Suite struct BenchReferenceTests {
    private static let environment = [
        Launcher.variable: URL(filePath: #filePath).appending(path: "../../../../stockbook")
            .standardized.path()
    ]

    @Test func `the committed reference has a ratio to every limit of ours`() throws {
        let report = try BenchReference.committed.report(environment: Self.environment)
        #expect(report.errorCount == 0)
        #expect(report.machine.isDurable)
        #expect(report.machine.build == "release")
        for measure in Set(Measure.allCases).subtracting(Measure.reads) {
            let figures = report.figures.filter { $0.measure == measure }
            #expect(figures.map(\.clients) == [1, 8, 32], "\(measure.rawValue)")
            #expect(figures.allSatisfy { $0.ratios.map(\.limit) == measure.limits })
        }
    }

    @Test func `ratios of a reference are those of its figures`() throws {
        let report = try BenchReference.committed.report(environment: Self.environment)
        let comparison = BenchComparison(
            reference: report.figures,
            current: report.figures.withRatios
        )
        #expect(!comparison.changes.isEmpty)
        #expect(comparison.changes.allSatisfy { abs($0.now - $0.before) < 1e-9 })
        #expect(comparison.missing.isEmpty)
    }

    @Test(arguments: [
        (["--compare"], BenchReference.committed),
        (["--compare", "--json", "now.json"], .committed),
        (["--compare", "then.json", "--seconds", "2"], .file("then.json")),
        (["--seconds", "2"], nil),
    ])
    func `a comparison without a file is one with the committed reference`(
        _ arguments: [String],
        _ reference: BenchReference?
    ) throws {
        #expect(try BenchCommand.parse(arguments).compare == reference)
    }

    @Test func `without the launcher nobody knows where the reference is`() {
        let failure = #expect(throws: OperatorFailure.self) {
            try BenchReference.committed.report(environment: [:])
        }
        #expect(failure?.reason == "STOCKBOOK_LAUNCHER is not set")
    }
}
