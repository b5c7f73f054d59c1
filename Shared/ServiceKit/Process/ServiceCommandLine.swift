import ArgumentParser
import Contracts

/// The command line of a service.
struct ServiceCommandLine<S: StockbookService>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: S.name.rawValue,
            abstract: "The \(S.name.rawValue) service of Stockbook.",
            discussion: """
                Every setting can be given as an option, --postgres-url=…, as a variable, \
                STOCKBOOK_POSTGRES_URL=…, or as a file, /run/secrets/postgres-url; the first wins. \
                Options are visible to other users of the machine: give secrets as files.
                """,
            version: ServiceVersion.current,
            subcommands: [ServeCommand<S>.self, MigrateCommand<S>.self] + S.commands,
            defaultSubcommand: ServeCommand<S>.self
        )
    }
}
