import ArgumentParser
import FoundationEssentials

/// `stockbookctl replay-sales`: publishes a file of sales as a till would, and proves the result.
struct ReplaySalesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay-sales",
        abstract: "Publish a file of sales as a till would, and prove that every one arrived.",
        discussion: """
            The file is a CSV with the columns InvoiceNo, StockCode, Description, Quantity, \
            InvoiceDate (dd/mm/yyyy hh:mm), UnitPrice, CustomerID and Country. Missing variants, the \
            warehouse, the opening stock and the source with its broker user are made first. Each \
            invoice is then published one to three times in shuffled order, and what the ledger has \
            in the end is compared with the sums of the file. Running it again changes nothing.

            With --storm every server and service of this suite is killed (kill -9), frozen and cut \
            off from its connections while that goes on, in an order and at moments that \
            --storm-seed decides. The result has to be the same.

            With --busy the warehouse works meanwhile, in a warehouse of its own and where the tills \
            sell: deliveries with prices and lots, transfers, promises, productions, returns, counts, \
            recalls, reversals and batches; and with goods of its own pallets, inspections, serial \
            numbers, backorders, withdrawals, count plans, approvals by a second person, a period of \
            long ago and evidence of recalls, each read back. --busy-seed repeats the same work. One \
            variant in four that is made has lots. In the end the stock of all places has to be what \
            the file and the work say, the costs the sum of their lines, and the ledger verified with \
            nothing put right. This runs anew each time, so it does change the books.
            """
    )

    @OptionGroup var option: StateOption
    @Argument(help: "The file of sales.", completion: .file())
    var file: String
    @Option(
        help: "The source that publishes; one named after the content of the file unless given."
    )
    var source: String?
    @Option(help: "The code of the warehouse it sells from; named after the source unless given.")
    var location: String?
    @Option(help: "Which codes are stock, and which charges; JSON.", completion: .file())
    var rules: String?
    @Option(help: "Decides the order; a random one unless given.")
    var seed: UInt64?
    @Option(help: "How often each document is published, as 2 or 1...3.")
    var copies = CopyRange(1...3)
    @Option(help: "Messages a second, at most; 2000, or as slow as a storm, unless given.")
    var rate: Int?
    @Flag(help: "Kill, freeze and cut off every server and service of this suite meanwhile.")
    var storm = false
    @Option(help: "Decides what the storm strikes and when; a random one unless given.")
    var stormSeed: UInt64?
    @Flag(help: "Receive, move, promise, count and so on meanwhile.")
    var busy = false
    @Option(help: "Decides the work of --busy; a random one unless given.")
    var busySeed: UInt64?

    func validate() throws {
        guard self.source.map(SourceDraft.isName) ?? true else {
            throw ValidationError("A source has 1 to 32 lower-case letters, digits or _.")
        }
        guard (1...100_000).contains(self.rate ?? 1) else {
            throw ValidationError("The rate is from 1 to 100000.")
        }
    }

    func run() async throws {
        let suite = try self.option.suite()
        let path = self.rules ?? suite.folder.deployed("examples/online-retail-rules.json")
        let work = try ReplayWork(
            path: self.file,
            rules: try RetailRules.read(from: path),
            source: self.source,
            location: self.location
        )
        var replay = Replay(
            suite: suite,
            api: try suite.apiClient(),
            work: work,
            copies: self.copies,
            seed: self.seed ?? .random(in: 0...9_999_999),
            rate: self.rate,
            console: .standard
        )
        if self.storm || self.stormSeed != nil {
            replay.storm = try Storm(
                seed: self.stormSeed ?? .random(in: 0...9_999_999),
                over: suite,
                environment: ProcessInfo.processInfo.environment,
                console: .standard
            )
        }
        if self.busy || self.busySeed != nil {
            replay.choreSeed = self.busySeed ?? .random(in: 0...9_999_999)
        }
        guard try await replay.run() else { throw ExitCode.failure }
    }
}
