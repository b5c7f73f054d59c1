import ArgumentParser

/// The process of one service, with the subcommands `serve` and `migrate`.
///
/// A service's executable is `await ServiceCommand<LedgerService>.main()`.
package enum ServiceCommand<S: StockbookService> {
    /// Runs what the command line asks for and ends the process with an ``ExitStatus``.
    package static func main() async {
        ProcessMemory.limit()
        await ServiceCommandLine<S>.main()
    }
}
