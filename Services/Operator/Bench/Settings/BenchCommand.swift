import ArgumentParser
import FoundationEssentials
import Logging

/// `stockbookctl bench`: how fast it is, beside what the servers below could do.
///
/// Exit status 0 when nothing failed, no ratio got worse and no limit of a history was missed, 1
/// otherwise.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure PostgreSQL, RabbitMQ and Stockbook in one run, with their ratios.",
        discussion: """
            Raw limits and our figures come from the same servers in the same run. Measures: \
            \(Measure.allCases.map { "\($0.rawValue) (\($0.meaning))" }.joined(separator: "; ")). \
            Raw measures work in a schema and a virtual host of their own, which are removed. Ours \
            work in the warehouse BENCH, with variants BENCH-000001 and so on and the source bench, \
            made by the first run and reused; every run adds to that warehouse's stock for ever, so \
            do not run it against books that matter. The user bench is enabled during the run only.
            """
    )

    @OptionGroup var option: StateOption
    @Option(help: "Seconds of each measure at each number of clients, 1 to 600.")
    var seconds = 5
    @Option(help: "Numbers of clients, with commas between.")
    var clients = "1,8,32"
    @Option(help: "Measures, with commas between; all unless given.")
    var only: String?
    @Option(help: "Variants to work with, 100 to 1000000; missing ones are made.")
    var variants = 50_000
    @Option(
        help:
            "Posts a history of so many movements; exit status 1 when a limit behind it is missed."
    )
    var load: Int?
    @Option(help: "Writes the report there, too.", completion: .file())
    var json: String?
    @Option(
        defaultAsFlag: BenchReference.committed,
        parsing: .next,
        help: "A report of --json; a ratio more than 20 % below its own there is a regression.",
        completion: .file()
    )
    var compare: BenchReference? = nil

    func validate() throws {
        _ = try self.settings()
        guard let load else { return }
        let range = GrowthBench.movementsRange
        guard range.contains(load) else {
            throw ValidationError(
                "--load is from \(range.lowerBound) to \(range.upperBound), not \(load)."
            )
        }
        guard self.only == nil, self.compare == nil else {
            throw ValidationError("--load takes neither --only nor --compare.")
        }
    }

    func run() async throws {
        // What the modules would log stands in the report.
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let environment = ProcessInfo.processInfo.environment
        if let load { return try await self.grow(by: load, environment: environment) }
        let reference = try self.compare?.report(environment: environment)
        let bench = Bench(
            suite: try self.option.suite(),
            settings: try self.settings(),
            console: .standard
        )
        let report = try await bench.run(environment: environment)
        try Console.standard.write("\n" + report.text)
        if let json { try ReportFile.write(report, to: json) }
        let comparison = reference.map {
            BenchComparison(reference: $0, current: report)
        }
        if let comparison { try Console.standard.write("\n" + comparison.text) }
        guard report.errorCount == 0, comparison?.regressions.isEmpty ?? true else {
            throw ExitCode.failure
        }
    }

    private func grow(by movements: Int, environment: [String: String]) async throws {
        let bench = GrowthBench(
            suite: try self.option.suite(),
            settings: try self.settings(),
            movements: movements,
            console: .standard
        )
        let report = try await bench.run(environment: environment)
        try Console.standard.write("\n" + report.text)
        if let json { try ReportFile.write(report, to: json) }
        let misses = report.misses
        if !misses.isEmpty {
            try Console.standard.write(
                "\n" + misses.map { "missed: \($0)" }.joined(separator: "\n")
            )
        }
        guard report.errorCount == 0, misses.isEmpty else { throw ExitCode.failure }
    }

    private func settings() throws -> BenchSettings {
        try BenchSettings(
            seconds: self.seconds,
            clients: self.clients,
            only: self.only,
            variants: self.variants
        )
    }
}
