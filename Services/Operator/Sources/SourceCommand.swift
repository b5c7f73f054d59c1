import ArgumentParser

/// `stockbookctl source`: the systems that may publish sales.
struct SourceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "source",
        abstract: "The systems that may publish sales.",
        subcommands: [SourceAdd.self, SourceList.self, SourceStatementCommand.self]
    )
}
