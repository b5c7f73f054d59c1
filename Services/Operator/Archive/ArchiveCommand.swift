import ArgumentParser
import Contracts
import Foundation
import Logging
import Postgres

/// `stockbookctl archive`: puts old months of the journal on another disk, or into files.
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Put old months of the journal into another table space, or export them.",
        discussion: """
            A table space stays part of the ledger: everything reads and proves as before. A \
            folder (with a slash: ./archive) gets a CSV file for each month and a JSON file that \
            says what is in it. Nothing is ever deleted from the ledger. What was done is not done \
            again, so whatever ended in the middle is simply run again.
            """
    )

    @OptionGroup var option: StateOption

    @Option(help: "Only months that ended at least so many months ago.")
    var olderThan = ArchiveLimits.usualMonths

    @Option(help: "The name of a table space, or the path of a folder.")
    var to: ArchiveTarget

    @Flag(help: "Say what would be done, and do nothing.")
    var dryRun = false

    func validate() throws {
        guard (ArchiveLimits.leastMonths...ArchiveLimits.mostMonths).contains(self.olderThan) else {
            throw ValidationError(
                "--older-than is \(ArchiveLimits.leastMonths) to \(ArchiveLimits.mostMonths) months"
            )
        }
    }

    func run() async throws {
        // What the database module would log about a server that is down stands in the answer.
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let suite = try self.option.suite()
        let archive = try JournalArchive(owner: suite.ledgerOwner())
        let done = try await archive.run(
            olderThan: self.olderThan,
            to: self.to,
            isDryRun: self.dryRun
        ) { line in try Console.standard.write(line) }
        try Console.standard.write(
            done == 0
                ? "nothing to do: no such month is anywhere else"
                : "\(done) months \(self.dryRun ? "to do" : "done")"
        )
    }
}

extension Suite {
    /// How the tool moves partitions, which the role of the service cannot.
    fileprivate func ledgerOwner() throws -> PostgresConfiguration {
        PostgresConfiguration(
            url: try self.databaseURL(role: "\(ServiceName.ledger.schema)_owner"),
            maximumConnections: 1,
            // A month is copied and hashed as long as it takes; what others wait for is limited apart.
            statementTimeout: .zero,
            applicationName: "stockbookctl",
            schema: ServiceName.ledger.schema
        )
    }
}
