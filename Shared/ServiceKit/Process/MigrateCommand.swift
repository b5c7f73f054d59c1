import ArgumentParser

/// Brings the schema of a service to what this version needs.
struct MigrateCommand<S: StockbookService>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "migrate",
            abstract: "Bring the database schema to what this version needs."
        )
    }

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("Settings.", valueName: "--key=value")
    )
    var options: [String] = []

    func run() async throws {
        try await ServiceProcess<S>(options: self.options).migrate()
    }
}
