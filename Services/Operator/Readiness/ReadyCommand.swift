import ArgumentParser
import AsyncHTTPClient
import Contracts
import Foundation

/// `stockbookctl ready`: waits until every service is ready.
struct ReadyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ready",
        abstract: "Wait until every service is ready, showing the progress.",
        shouldDisplay: false
    )
    private static let pollInterval = Duration.milliseconds(250)
    /// A service that ended this often in a row will not come up by waiting.
    private static let hopelessFailures = 6
    private static let shownLogLines = 5

    @OptionGroup var option: StateOption

    @Option(help: "How long to wait, in seconds.")
    var seconds = 120

    func run() async throws {
        let suite = try self.option.suite()
        let probe = ReadinessProbe(suite: suite, client: .shared)
        let start = ContinuousClock.now
        let deadline = start + .seconds(self.seconds)
        var progress = ReadinessProgress(console: .standard)
        while true {
            let answers = try await probe.askAll()
            try progress.show(answers, after: ContinuousClock.now - start)
            if answers.values.allSatisfy(\.isReady) { break }
            if self.hasHopelessService(suite) || ContinuousClock.now > deadline {
                throw self.failure(answers, suite: suite)
            }
            try await Task.sleep(for: Self.pollInterval)
        }
    }

    private func hasHopelessService(_ suite: Suite) -> Bool {
        Suite.services.contains { service in
            let notes = ProcessNotes.read(from: suite.folder.processNotes(service.rawValue))
            return (notes?.failures ?? 0) >= Self.hopelessFailures
        }
    }

    private func failure(_ answers: [ServiceName: Readiness], suite: Suite) -> OperatorFailure {
        let lines = Suite.services.compactMap { service -> String? in
            guard let answer = answers[service], !answer.isReady else { return nil }
            let log = suite.folder.log(service.rawValue)
            let tail = Self.tail(of: log).map { "\n        \($0)" }.joined()
            return "  \(service.rawValue): \(answer.reason)\(tail)\n        (\(log))"
        }
        return OperatorFailure(
            "not every service became ready\n\(lines.joined(separator: "\n"))",
            next: "read the logs named above; ./stockbook status shows what changes; "
                + "a slow machine may need STOCKBOOK_READY_SECONDS above \(self.seconds)"
        )
    }

    private static func tail(of path: String) -> [Substring] {
        let text = FileManager.default.contents(atPath: path).map {
            String(decoding: $0.suffix(64 * 1_024), as: UTF8.self)
        }
        return (text ?? "").split(separator: "\n").suffix(Self.shownLogLines)
    }
}
