import ArgumentParser
import Contracts
import Kernel
import Subprocess
import SystemPackage

/// `stockbookctl rebuild`: makes the projections of the ledger again from its journal.
///
/// The ledger itself does it, as its owner. Exit status 0 where they are the same in the end, 1 where
/// they differ.
struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract:
            "Make stock and costs again from the journal, and compare them with the live ones.",
        discussion: """
            Reads the whole journal into tables beside the live ones, while posting goes on, and \
            shows the SHA-256 of both and each row that differs. With --swap such rows are put right in \
            one short transaction. With --what-if nothing is compared: it shows what goods would be \
            worth, which lots would be left, or how often stock would have had to be ordered, if another \
            rule had always held. For a reorder point the catalog is asked for the points in force.
            """
    )
    private static let reorderPoint = "reorder-point="
    /// The most that is shown of what the ledger said.
    private static let maximumOutputBytes = 4 * 1_024 * 1_024

    @OptionGroup var option: StateOption

    @Flag(help: "Put right what differs.")
    var swap = false

    @Option(
        help: """
            Show what would be: costing=fifo, average or standard; removal=fifo, fefo or lifo; \
            reorder-point=20.
            """
    )
    var whatIf: String?

    func run() async throws {
        let suite = try self.option.suite()
        let result = try await Subprocess.run(
            .path(FilePath(suite.folder.program(ServiceName.ledger.rawValue))),
            arguments: Arguments(self.arguments),
            environment: .exactly(try suite.migrationEnvironment(of: .ledger)),
            input: .string(try await self.points(of: suite)),
            output: .string(limit: Self.maximumOutputBytes),
            error: .string(limit: Self.maximumOutputBytes)
        )
        try Console.standard.write(text: result.standardOutput)
        guard !result.terminationStatus.isSuccess else { return }
        // With status 1 the answer is that rows differ.
        guard result.terminationStatus == .exited(1), !result.standardOutput.isEmpty else {
            throw OperatorFailure(
                "the rebuild ended early:\n\(result.standardError)",
                next: "repair what it names; nothing was changed, and it can be run again"
            )
        }
        throw ExitCode.failure
    }

    /// What the ledger is told.
    var arguments: [String] {
        ["rebuild"] + (self.swap ? ["--swap"] : [])
            + (self.whatIf.map { ["--what-if", $0] } ?? [])
            + (self.asksForPoints ? ["--points-in-force"] : [])
    }

    /// Whether the ledger compares with points that it does not know; what it will refuse, it need not be
    /// told.
    private var asksForPoints: Bool {
        guard !self.swap, let whatIf, whatIf.hasPrefix(Self.reorderPoint) else { return false }
        return Quantity(String(whatIf.dropFirst(Self.reorderPoint.count))) ?? -1 >= .zero
    }

    private func points(of suite: Suite) async throws -> String {
        guard self.asksForPoints else { return "" }
        return try await ReorderPoints(api: suite.apiClient()).lines()
    }
}
