import ArgumentParser

/// `stockbookctl demo`: a small company to look at.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Load a small demo company; loading it again changes nothing."
    )

    @OptionGroup var option: StateOption

    func run() async throws {
        let suite = try self.option.suite()
        let loader = DemoLoader(
            suite: suite,
            api: try suite.apiClient(),
            console: .standard
        )
        try await loader.run()
    }
}
