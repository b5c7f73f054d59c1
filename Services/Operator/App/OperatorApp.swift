import ArgumentParser

/// The operator's tool: what `./stockbook` hands over to.
@main
struct OperatorApp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stockbookctl",
        abstract: "Runs and looks after a Stockbook.",
        subcommands: [
            StatusCommand.self, ProvisionCommand.self, SuperviseCommand.self, ReadyCommand.self,
            WelcomeCommand.self, SourceCommand.self, ReplaySalesCommand.self, ImportCommand.self,
            DemoCommand.self, BenchCommand.self, VerifyCommand.self, ArchiveCommand.self,
            RebuildCommand.self, DefinitionsCommand.self, ExportCommand.self,
        ]
    )
}
