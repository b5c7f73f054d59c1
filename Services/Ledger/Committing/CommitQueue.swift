import DequeModule
import Synchronization

/// Commands that wait for a batch, in the order in which they came.
///
/// A limited number: whoever comes when it is full is refused at once.
final class CommitQueue: Sendable {
    /// A command and whoever waits for its outcome.
    struct Ticket: Sendable {
        let submission: Submission
        let caller: CheckedContinuation<Outcome, Never>
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

    /// Adds a command and waits for its outcome.
    func submit(_ submission: Submission) async -> Outcome {
        await withCheckedContinuation { caller in
            let ticket = Ticket(submission: submission, caller: caller)
            let refusal = self.state.withLock { state -> CommitRefusal? in
                if state.isClosed { return .stopping }
                guard state.admitted < self.limits.queued else { return .overloaded }
                state.admitted += 1
                state.waiting.append(ticket)
                return nil
            }
            if let refusal { caller.resume(returning: .failed(refusal)) } else { self.wakeOne() }
        }
    }

    /// Puts postponed commands back in front, so that they do not lose their place.
    func giveBack(_ tickets: [Ticket]) {
        self.state.withLock { $0.waiting.prepend(contentsOf: tickets) }
        self.wakeOne()
    }

    /// The next batch: all that waits, up to `size` commands; `nil` when closed and empty.
    func next(_ size: Int) async -> [Ticket]? {
        while true {
            let (batch, isOver) = self.state.withLock { state -> ([Ticket], Bool) in
                let batch = Self.take(size, lines: self.limits.batchLines, from: &state.waiting)
                return (batch, batch.isEmpty && state.isClosed && state.admitted == 0)
            }
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
        ticket.caller.resume(returning: outcome)
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
