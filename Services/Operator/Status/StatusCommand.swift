import ArgumentParser
import AsyncHTTPClient
import Logging

/// `stockbookctl status`: how everything is.
///
/// Exit status 0 when everything is ready, 1 otherwise.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show every process, its version and readiness, queues, outboxes, dead letters."
    )

    @OptionGroup var option: StateOption

    @Flag(help: "Answer in JSON.")
    var json = false

    func run() async throws {
        // What the database module would log about a server that is down stands in the answer.
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let suite = try self.option.suite()
        let status = try await StatusSurvey(suite: suite, client: .shared).take()
        try Console.standard.write(self.json ? try status.json() : status.text)
        guard status.isReady else { throw ExitCode.failure }
    }
}
