import ArgumentParser
import Kernel

/// `stockbookctl source list`.
struct SourceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the sources."
    )

    @OptionGroup var option: StateOption

    func run() async throws {
        let registry = SourceRegistry(api: try self.option.suite().apiClient())
        let sources = try await registry.all()
        guard !sources.isEmpty else {
            try Console.standard.write("there is no source; stockbookctl source add makes one")
            return
        }
        var table = TextTable("source", "location", "status", "last received", "name")
        for source in sources {
            table.append(
                source.name,
                source.location.code,
                source.status,
                source.lastReceivedAt?.description ?? "never",
                source.displayName
            )
        }
        try Console.standard.write(table.text)
    }
}
