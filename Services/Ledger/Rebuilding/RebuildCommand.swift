import ArgumentParser
import Contracts
import Foundation
import Postgres

/// `ledger rebuild`: compares the live projections with those that follow from the journal.
///
/// Exit status 0 where they are the same in the end, 1 where they differ.
struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Make the projections again from the journal, beside the live ones.",
        discussion: """
            Connects as the owner of the schema, STOCKBOOK_MIGRATION_URL. Posting goes on; nothing is \
            changed without --swap.
            """
    )

    /// The variable that migrations are given, too.
    static let variable = "STOCKBOOK_MIGRATION_URL"

    @Flag(help: "Put right what differs.")
    var swap = false

    @Option(
        help: """
            Show what would be: costing=fifo, average or standard; removal=fifo, fefo or lifo; \
            reorder-point=20.
            """
    )
    var whatIf: WhatIf?

    @Flag(
        help: """
            Compare a reorder point with those in force, told on standard input: in each line the \
            identifier of a variant, a space, and its point.
            """
    )
    var pointsInForce = false

    func validate() throws {
        guard !self.swap || self.whatIf == nil else {
            throw ValidationError("a trial changes nothing: leave out --swap")
        }
        guard !self.pointsInForce || self.whatIf?.isOfReorderPoint == true else {
            throw ValidationError("--points-in-force is for --what-if reorder-point")
        }
    }

    func run() async throws {
        guard let url = ProcessInfo.processInfo.environment[Self.variable] else {
            throw ValidationError("\(Self.variable) is not set")
        }
        let rebuild = Rebuild(
            owner: PostgresConfiguration(
                url: url,
                maximumConnections: 1,
                // A journal is read and followed as long as it takes.
                statementTimeout: .zero,
                idleInTransactionTimeout: .zero,
                applicationName: "ledger rebuild",
                schema: ServiceName.ledger.schema
            )
        )
        do {
            guard try await self.answer(rebuild) else { throw ExitCode.failure }
        } catch is Rebuild.Busy {
            throw ValidationError("another rebuild is running")
        }
    }

    /// Whether everything is as it has to be.
    private func answer(_ rebuild: Rebuild) async throws -> Bool {
        let shown = rebuild.limits.shown
        if let trial = self.whatIf {
            let points = try self.pointsInForce ? Self.points() : nil
            try Self.write(try await trial.beside(points).text(rebuild))
            return true
        }
        guard self.swap else {
            let report = try await rebuild.compare()
            try Self.write(report.text(shown: shown))
            return report.isEqual
        }
        let (before, swap) = try await rebuild.swap()
        try Self.write(before.text(shown: shown))
        guard let swap else { return true }
        try Self.write(swap.repairs.text)
        try Self.write(swap.report.text(shown: shown))
        return swap.isComplete
    }

    private static func points() throws -> ReorderTrial.Points {
        let input = try FileHandle.standardInput.readToEnd() ?? Data()
        guard let points = ReorderTrial.points(in: String(decoding: input, as: UTF8.self)) else {
            throw ValidationError("a line of the points is not an identifier and a quantity")
        }
        return points
    }

    private static func write(_ text: String) throws {
        try FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }
}
