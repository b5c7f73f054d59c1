import CoreMetrics
import Logging
import Messaging
import Metrics
import Postgres
import ServiceLifecycle

/// Decides and writes commands in batches: whatever arrives while a transaction is in flight forms
/// the next one.
///
/// The lever of throughput, on which correctness does not depend: a batch that fails is tried one
/// by one, any number of committers may run side by side, and all they share is the database.
final class GroupCommitter: Service, CustomStringConvertible {
    let description = "Group committer"

    /// How often commands are tried again after a race: one may be lost to a commit in doubt, and
    /// another to whoever came in between.
    private static let repetitions = 3

    let limits: CommitLimits
    private let database: PostgresPool
    private let queue: CommitQueue
    private let signal: OutboxSignal

    init(
        database: PostgresPool,
        limits: CommitLimits = CommitLimits(),
        signal: OutboxSignal = .shared
    ) {
        self.database = database
        self.limits = limits
        self.queue = CommitQueue(limits)
        self.signal = signal
    }

    /// Waits until the command is committed or refused.
    func submit(_ submission: Submission) async -> Outcome {
        await self.queue.submit([submission])[0]
    }

    /// Waits until all commands are committed or refused; each is decided after those before it,
    /// unless it has to wait for what it names.
    func submit(_ submissions: [Submission]) async -> [Outcome] {
        await self.queue.submit(submissions)
    }

    /// Runs the committers until shutdown, and then until every command taken is decided.
    func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await withTaskGroup { group in
                for _ in 0..<self.limits.committers {
                    group.addTask { await self.commitBatches() }
                }
                group.addTask { await self.queue.watch() }
            }
        } onCancelOrGracefulShutdown: {
            self.queue.close()
        }
    }

    private func commitBatches() async {
        var size = BatchSize(limit: self.limits.batchCommands)
        await withDiscardingTaskGroup { postponements in
            while let tickets = await self.queue.next(size.current) {
                LedgerMetrics.queueDepth.record(self.queue.depth)
                let postponed = await self.commit(tickets, &size)
                self.queue.end(of: tickets.count)
                for (count, tickets) in Dictionary(grouping: postponed, by: \.postponements) {
                    // Waits beside the loop: the commands behind it know their variants.
                    postponements.addTask {
                        // Cancelled, the command is looked at once more and then decided.
                        try? await Task.sleep(for: self.limits.pause(after: count))
                        self.queue.giveBack(tickets)
                    }
                }
            }
        }
    }

    /// Commits a batch, or each command alone if that fails; returns what has to wait.
    private func commit(
        _ tickets: [CommitQueue.Ticket],
        _ size: inout BatchSize
    ) async -> [CommitQueue.Ticket] {
        do {
            let postponed = try await self.attempt(tickets)
            size.grow(after: tickets.count)
            return postponed
        } catch {
            guard tickets.count > 1, !Disposition(error).isHopeless else {
                return await self.commitAgain(tickets, after: error)
            }
            size.shrink()
            LedgerMetrics.splitBatches.increment()
            Logger.current.notice(
                "Committing a batch one by one",
                metadata: ["batch.size": "\(tickets.count)", "error": "\(error)"]
            )
            var postponed: [CommitQueue.Ticket] = []
            for ticket in tickets {
                do {
                    postponed += try await self.attempt([ticket])
                } catch {
                    postponed += await self.commitAgain([ticket], after: error)
                }
            }
            return postponed
        }
    }

    /// Settles commands that failed; those that lost a race or whose commit is in doubt are tried
    /// again first, because what is remembered tells whether they took effect.
    private func commitAgain(
        _ tickets: [CommitQueue.Ticket],
        after error: any Error
    ) async -> [CommitQueue.Ticket] {
        var failure = error
        for _ in 0..<Self.repetitions where failure.mayBeDone {
            do {
                return try await self.attempt(tickets)
            } catch {
                failure = error
            }
        }
        for ticket in tickets { self.queue.settle(ticket, .failed(failure)) }
        return []
    }

    private func attempt(_ tickets: [CommitQueue.Ticket]) async throws -> [CommitQueue.Ticket] {
        let batch = Batch(
            submissions: tickets.map(\.submission),
            periodDelay: self.limits.periodDelay
        )
        let started = ContinuousClock.now
        let verdicts = try await self.database.withTransaction { transaction in
            try batch.run(in: transaction)
        }
        LedgerMetrics.batchSize.record(tickets.count)
        LedgerMetrics.commitSeconds.record(duration: ContinuousClock.now - started)
        self.signal.notify()
        var postponed: [CommitQueue.Ticket] = []
        for (ticket, verdict) in zip(tickets, verdicts) {
            switch verdict {
            case .postponed: postponed.append(ticket)
            case .settled(let outcome):
                LedgerMetrics.commands(ticket.submission, outcome).increment()
                self.queue.settle(ticket, outcome)
            }
        }
        return postponed
    }
}

extension Disposition {
    /// Whether the database cannot be reached, so that trying one by one fails as well.
    fileprivate var isHopeless: Bool {
        guard case .retry(let failure) = self else { return false }
        return failure.kind == .outage
    }
}

extension Error {
    /// Whether deciding again sees what somebody else wrote at the same time, or that the commit
    /// took place.
    fileprivate var mayBeDone: Bool {
        guard let error = self as? PostgresError else { return self is LostRace }
        return error.sqlState == "23505" || error.code == .commitUnknown
    }
}
