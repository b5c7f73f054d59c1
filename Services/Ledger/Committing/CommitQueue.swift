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
        /// When it began to wait for a batch.
        var since = ContinuousClock.now
    }

    fileprivate struct State {
        var waiting: Deque<Ticket> = []
        /// The lines of those that wait.
        var lines = 0
        /// Batches that were taken and have not ended.
        var inFlight = 0
        var pace: CommitPace
        /// Whether a committer waits for the pace, so that no other needs to.
        var isPacing = false
        /// Commands that are waiting, in flight or postponed.
        var admitted = 0
        /// Committers with nothing to do.
        var idle: [CheckedContinuation<Void, Never>] = []
        var isClosed = false
    }

    private let limits: CommitLimits
    private let state: Mutex<State>

    init(_ limits: CommitLimits) {
        self.limits = limits
        self.state = Mutex(State(pace: CommitPace(rest: limits.rest)))
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
            state.append(tickets.prefix(count))
            return (tickets.dropFirst(count), .overloaded)
        }
    }

    /// Puts postponed commands behind all others: those know what they name.
    func giveBack(_ tickets: [Ticket]) {
        self.state.withLock { state in
            for var ticket in tickets {
                ticket.postponements += 1
                ticket.since = .now
                state.append([ticket])
            }
        }
        self.wakeOne()
    }

    /// The next batch: all that waits, up to `size` commands; `nil` when closed and empty.
    ///
    /// While another batch is in flight a few commands wait for it, so that those that come
    /// meanwhile share theirs, and a moment longer for those that it answered. Whoever takes a batch
    /// says when it has ended.
    func next(_ size: Int) async -> [Ticket]? {
        while true {
            let (batch, hasMore, isOver) = self.state.withLock { state in
                let batch = state.take(size, self.limits)
                return (batch, state.isReady(self.limits), state.isOver)
            }
            if hasMore { self.wakeOne() }
            if !batch.isEmpty { return batch }
            if isOver { return nil }
            await self.sleep()
        }
    }

    /// Ends a batch of so many commands: what waited for it goes next.
    func end(of count: Int) {
        self.state.withLock { state in
            state.inFlight -= 1
            state.pace.end(of: count, waiting: state.waiting.count)
        }
        self.wakeOne()
    }

    /// Looks now and then for commands that have waited too long for a batch to end.
    func watch() async {
        while !self.state.withLock({ $0.isClosed }) {
            // Cancelled, the queue is about to be closed.
            try? await Task.sleep(for: self.limits.gathering)
            self.wakeOne()
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

    /// Waits until there may be something to do; one of the committers looks at the clock.
    private func sleep() async {
        if let deadline = self.state.withLock({ $0.beginPacing(self.limits) }) {
            // Cancelled, the queue is about to be closed.
            try? await Task.sleep(until: deadline)
            self.state.withLock { $0.isPacing = false }
            return
        }
        await withCheckedContinuation { committer in
            let isNeeded = self.state.withLock { state in
                let isNeeded = state.hasWork(self.limits) || state.isOver
                if !isNeeded { state.idle.append(committer) }
                return isNeeded
            }
            if isNeeded { committer.resume() }
        }
    }

    /// Wakes a committer if there is something for it to do.
    private func wakeOne() {
        self.state.withLock { state in
            state.hasWork(self.limits) ? state.idle.popLast() : nil
        }?.resume()
    }

    private func wakeAll() {
        let idle = self.state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        for committer in idle { committer.resume() }
    }
}

extension CommitQueue.State {
    /// Whether nothing waits, nor will.
    fileprivate var isOver: Bool { self.isClosed && self.admitted == 0 }

    /// Whether what waits should be committed now.
    fileprivate func isReady(_ limits: CommitLimits) -> Bool {
        guard let first = self.waiting.first else { return false }
        if self.isClosed || self.lines >= limits.worthwhileLines { return true }
        return self.inFlight == 0
            ? self.pace.isTime(for: self.waiting.count)
            : ContinuousClock.now - first.since > limits.gathering
    }

    /// Whether somebody has to look at the clock for what waits.
    private func needsPacing(_ limits: CommitLimits) -> Bool {
        !self.isPacing && self.inFlight == 0 && !self.waiting.isEmpty && !self.isReady(limits)
    }

    /// Whether there is something to do for one more committer.
    fileprivate func hasWork(_ limits: CommitLimits) -> Bool {
        self.isReady(limits) || self.needsPacing(limits)
    }

    /// Until when to wait before looking again, `nil` where nobody needs to.
    fileprivate mutating func beginPacing(_ limits: CommitLimits) -> ContinuousClock.Instant? {
        guard self.needsPacing(limits) else { return nil }
        self.isPacing = true
        return self.pace.deadline
    }

    fileprivate mutating func append(_ tickets: some Sequence<CommitQueue.Ticket>) {
        for ticket in tickets {
            self.waiting.append(ticket)
            self.lines += ticket.submission.weight
        }
    }

    /// Takes a batch if it is time for one; empty otherwise.
    fileprivate mutating func take(_ size: Int, _ limits: CommitLimits) -> [CommitQueue.Ticket] {
        guard self.isReady(limits) else { return [] }
        var batch: [CommitQueue.Ticket] = []
        var weight = 0
        while batch.count < size, let next = self.waiting.first {
            weight += next.submission.weight
            if !batch.isEmpty, weight > limits.batchLines { break }
            self.lines -= next.submission.weight
            batch.append(self.waiting.removeFirst())
        }
        self.inFlight += 1
        return batch
    }
}

/// Why a command was not even queued; nothing changed.
enum CommitRefusal: Error, Hashable {
    /// More commands wait than the limit allows.
    case overloaded
    /// The process is stopping.
    case stopping
}
