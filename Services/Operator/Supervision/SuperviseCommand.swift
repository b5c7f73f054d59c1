import ArgumentParser
import Contracts
import Logging

/// `stockbookctl supervise`: the parent of the services, in the background.
struct SuperviseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supervise",
        abstract: "Keep the services running; ./stockbook up starts this in the background.",
        shouldDisplay: false
    )

    @OptionGroup var option: StateOption

    func run() async throws {
        let suite = try self.option.suite()
        let logger = Logger(label: "stockbook.supervisor")
        let processes = Suite.services.map { service in
            SupervisedProcess(name: service.rawValue, folder: suite.folder, logger: logger) {
                try Program(
                    path: suite.folder.program(service.rawValue),
                    environment: try suite.environment(of: service)
                )
            }
        }
        await Supervisor(processes: processes, logger: logger).run()
    }
}
