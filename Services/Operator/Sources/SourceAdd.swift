import ArgumentParser
import Contracts

/// `stockbookctl source add`: a source with the broker user it publishes as.
struct SourceAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Register a source and make its broker user; prints its URL once.",
        discussion: """
            A source that exists gets a new password and the codes that it lacks. Its right to \
            publish for itself only is tried out before the URL is printed.
            """
    )

    @OptionGroup var option: StateOption
    @Argument(help: "Lower-case letters, digits and _; the broker user has the same name.")
    var name: String
    @Option(help: "The code of the location it sells from.")
    var location: String
    @Option(help: "What people call it; its name unless given.")
    var displayName: String?
    @Option(
        parsing: .upToNextOption,
        help: "Codes of fees and postage, which move no stock; `*` at the end stands for any rest."
    )
    var nonStockCodes: [String] = []

    func validate() throws {
        guard SourceDraft.isName(self.name) else {
            throw ValidationError("A source has 1 to 32 lower-case letters, digits or _.")
        }
    }

    func run() async throws {
        let suite = try self.option.suite()
        let access = SourceAccess(suite: suite, api: try suite.apiClient())
        let draft = SourceDraft(
            name: self.name,
            displayName: self.displayName ?? self.name,
            location: self.location,
            nonStockCodes: self.nonStockCodes
        )
        let (source, isNew) = try await access.registry.register(draft)
        let url = try await access.open(self.name, password: RandomSecret.make())
        try Console.standard.write(
            """
            \(isNew ? "registered" : "renewed") \(source.name), which sells from \
            \(source.location.code); publishing in another's name was tried and refused
            exchange     pos.ingress
            routing key  pos.v1.\(source.name).sale, .refund, .void, .adjustment
            URL, shown only now:
            \(url)
            """
        )
    }
}
