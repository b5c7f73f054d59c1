import DequeModule
import Synchronization

/// Commands that wait for a batch, in the order in which they came.
///
/// A limited number: whoever comes when it is full is refused at once.
final class CommitQueue: Sendable {
    /// A command and where its outcome is waited for.
    struct Ticket: Sendable {
        let submission: Submission
        let outcomes: PendingOutcomes
        /// Its place among the commands that came with it.
        let place: Int
        /// How often it had to wait for what it names.
        var postponements = 0
    }

    private struct State {
        var waiting: Deque<Ticket> = []
        /// Commands that are waiting, in flight or postponed.
        var admitted = 0
        /// Committers with nothing to do.
        var idle: [CheckedContinuation<Void, Never>] = []
        var isClosed = false
    }

    private let limits: CommitLimits
    private let state = Mutex(State())

    init(_ limits: CommitLimits) {
        self.limits = limits
    }

    /// Adds commands, none of another caller between them, and waits for their outcomes.
    func submit(_ submissions: [Submission]) async -> [Outcome] {
        guard !submissions.isEmpty else { return [] }
        return await withCheckedContinuation { caller in
            let outcomes = PendingOutcomes(of: submissions.count, for: caller)
            let tickets = submissions.enumerated().map { place, submission in
                Ticket(submission: submission, outcomes: outcomes, place: place)
            }
            let (refused, refusal) = self.admit(tickets)
            for ticket in refused { outcomes.settle(ticket.place, .failed(refusal)) }
            if refused.count < tickets.count { self.wakeOne() }
        }
    }

    /// Adds as many as the limit allows, the first of them; returns the others, and why.
    private func admit(_ tickets: [Ticket]) -> (refused: ArraySlice<Ticket>, CommitRefusal) {
        self.state.withLock { state in
            if state.isClosed { return (tickets[...], .stopping) }
            let count = min(tickets.count, max(0, self.limits.queued - state.admitted))
            state.admitted += count
            state.waiting.append(contentsOf: tickets.prefix(count))
            return (tickets.dropFirst(count), .overloaded)
        }
    }

    /// Puts postponed commands behind all others: those know what they name.
    func giveBack(_ tickets: [Ticket]) {
        self.state.withLock { state in
            for var ticket in tickets {
                ticket.postponements += 1
                state.waiting.append(ticket)
            }
        }
        self.wakeOne()
    }

    /// The next batch: all that waits, up to `size` commands; `nil` when closed and empty.
    func next(_ size: Int) async -> [Ticket]? {
        while true {
            let (batch, hasMore, isOver) = self.state.withLock { state in
                let batch = Self.take(size, lines: self.limits.batchLines, from: &state.waiting)
                return (batch, !state.waiting.isEmpty, state.isClosed && state.admitted == 0)
            }
            if hasMore { self.wakeOne() }
            if !batch.isEmpty { return batch }
            if isOver { return nil }
            await self.sleep()
        }
    }

    /// Tells a caller what became of its command.
    func settle(_ ticket: Ticket, _ outcome: Outcome) {
        let isLast = self.state.withLock { state in
            state.admitted -= 1
            return state.isClosed && state.admitted == 0
        }
        ticket.outcomes.settle(ticket.place, outcome)
        if isLast { self.wakeAll() }
    }

    /// Takes no more commands; those that were taken are still decided.
    func close() {
        self.state.withLock { $0.isClosed = true }
        self.wakeAll()
    }

    /// How many commands wait for a batch.
    var depth: Int { self.state.withLock { $0.waiting.count } }

    private static func take(
        _ size: Int,
        lines: Int,
        from waiting: inout Deque<Ticket>
    ) -> [Ticket] {
        var batch: [Ticket] = []
        var weight = 0
        while batch.count < size, let next = waiting.first {
            weight += next.submission.weight
            if !batch.isEmpty, weight > lines { break }
            batch.append(waiting.removeFirst())
        }
        return batch
    }

    private func sleep() async {
        await withCheckedContinuation { committer in
            let isNeeded = self.state.withLock { state in
                let isNeeded =
                    !state.waiting.isEmpty || state.isClosed && state.admitted == 0
                if !isNeeded { state.idle.append(committer) }
                return isNeeded
            }
            if isNeeded { committer.resume() }
        }
    }

    private func wakeOne() {
        self.state.withLock { $0.idle.popLast() }?.resume()
    }

    private func wakeAll() {
        let idle = self.state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        for committer in idle { committer.resume() }
    }
}

/// Why a command was not even queued; nothing changed.
enum CommitRefusal: Error, Hashable {
    /// More commands wait than the limit allows.
    case overloaded
    /// The process is stopping.
    case stopping
}
