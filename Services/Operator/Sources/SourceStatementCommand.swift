import ArgumentParser
import Foundation

/// `stockbookctl source statement`: what became of everything that a source sent.
struct SourceStatementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement",
        abstract: "Account for everything that a source sent; fails where it does not balance."
    )

    @OptionGroup var option: StateOption
    @Argument(help: "The name of the source.")
    var name: String
    @Flag(help: "As JSON.")
    var json = false

    func run() async throws {
        let registry = SourceRegistry(api: try self.option.suite().apiClient())
        let source = try await registry.require(self.name)
        let statement = try await registry.statement(of: source)
        if self.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try Console.standard.write(
                String(decoding: try encoder.encode(statement), as: UTF8.self)
            )
        } else {
            try Console.standard.write(statement.text)
        }
        guard statement.isBalanced, statement.addsUp else { throw ExitCode.failure }
    }
}
