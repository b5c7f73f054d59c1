import ArgumentParser

/// Runs a service until it is told to stop.
struct ServeCommand<S: StockbookService>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "serve", abstract: "Run until told to stop (default).")
    }

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("Settings.", valueName: "--key=value")
    )
    var options: [String] = []

    func run() async throws {
        try await ServiceProcess<S>(options: self.options).serve()
    }
}
