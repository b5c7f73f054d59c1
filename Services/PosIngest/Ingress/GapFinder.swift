import Contracts
import Kernel
import Logging
import Messaging
import PosIngestDomain
import Postgres
import ServiceKit

/// Looks for numbers that have not come in the time they are given, and reports each gap once.
struct GapFinder: PeriodicService {
    let description = "the gap finder"
    /// Between two looks.
    let interval = Duration.seconds(15)
    let database: PostgresPool

    func work() async throws { try await self.look() }

    /// Looks once; returns how many gaps it reported.
    ///
    /// A source that cannot be looked at holds up no other.
    @discardableResult
    func look() async throws -> Int {
        let sources = try await self.database.withTransaction(.readOnly) { transaction in
            try SourceStore.all(in: transaction)
        }
        var reported = 0
        for source in sources {
            do {
                reported += try await self.look(at: source)
            } catch {
                if Task.isCancelled || Disposition(error).isOutage { throw error }
                Logger.current.error(
                    "The gaps of a source could not be looked for",
                    metadata: ["source": "\(source.name)", "error": "\(error)"]
                )
            }
        }
        return reported
    }

    private func look(at source: Source) async throws -> Int {
        var reported = 0
        var last = ""
        while true {
            let name = last
            let terminals = try await self.database.withTransaction(.readOnly) { transaction in
                try TerminalStore.page(of: source.name, after: name, in: transaction)
            }
            for terminal in terminals where terminal.hasNews {
                reported += try await self.review(terminal, of: source)
            }
            guard terminals.count == TerminalStore.limit, let end = terminals.last else { break }
            last = end.name
        }
        return reported
    }

    /// Looks through what is new of a terminal; returns how many gaps it reported.
    private func review(_ terminal: TerminalStore.Record, of source: Source) async throws -> Int {
        var reported = 0
        var step: Step
        repeat {
            step = try await self.database.withTransaction { transaction in
                try Self.step(over: terminal, of: source, in: transaction)
            }
            reported += step.reported
        } while step.hasMore
        return reported
    }

    private struct Step: Sendable {
        var reported = 0
        var hasMore = false
    }

    private static func step(
        over terminal: TerminalStore.Record,
        of source: Source,
        in transaction: borrowing Transaction
    ) throws -> Step {
        var review = try TerminalStore.lock(
            terminal.name,
            of: source.name,
            beginningAt: terminal.firstSequence,
            in: transaction
        )
        let before = review
        let directions = try SequenceStore.arrivals(
            outside: review.range,
            at: terminal.name,
            of: source.name,
            in: transaction
        )
        let time = Timestamp.now.advanced(by: .zero - Duration.seconds(source.gapGraceSeconds))
        var gaps: [SequenceGap] = []
        for arrivals in directions { gaps += review.extend(over: arrivals, arrivedBefore: time) }
        guard review != before else { return Step() }
        try TerminalStore.save(review, of: terminal.name, source: source.name, in: transaction)
        return Step(
            reported: try Self.report(gaps, of: terminal.name, source, in: transaction),
            hasMore: directions.contains { $0.count == SequenceStore.arrivalLimit }
        )
    }

    private static func report(
        _ gaps: [SequenceGap],
        of terminal: String,
        _ source: Source,
        in transaction: borrowing Transaction
    ) throws -> Int {
        var reported = 0
        for gap in gaps {
            let isNew = try SequenceStore.report(
                gap,
                of: terminal,
                source: source.name,
                in: transaction
            )
            guard isNew else { continue }
            reported += 1
            try Outbox.append(
                GapFound(
                    sourceId: source.id,
                    source: source.name,
                    terminal: terminal,
                    firstMissing: gap.firstMissing,
                    lastMissing: gap.lastMissing
                ),
                subject: source.name,
                in: transaction
            )
        }
        return reported
    }
}
