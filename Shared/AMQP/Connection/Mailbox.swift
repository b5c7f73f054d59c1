import Synchronization

/// Work for the thread of a connection, from anywhere.
final class Mailbox: Sendable {
    typealias Job = @Sendable (ConnectionLoop) -> Void

    /// How the thread should end.
    enum Ending: Int, Sendable {
        /// When the work in flight is done, within the drain timeout.
        case graceful
        case immediate
    }

    private struct State {
        var jobs: [Job] = []
        var ending: Ending?
        var isClosed = false
    }

    let doorbell = Doorbell()
    private let state = Mutex(State())

    var ending: Ending? {
        self.state.withLock { $0.ending }
    }

    /// Hands over a job; `false` when the thread has ended and the job will never run.
    ///
    /// The thread is woken once for all jobs it has not seen, so bursts cost one system call.
    func post(_ job: @escaping Job) -> Bool {
        let (isAccepted, isFirst) = self.state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.jobs.append(job)
            return (true, state.jobs.count == 1)
        }
        if isFirst { self.doorbell.ring() }
        return isAccepted
    }

    func end(_ ending: Ending) {
        self.state.withLock { state in
            if state.ending != .immediate { state.ending = ending }
        }
        self.doorbell.ring()
    }

    func takeAll() -> [Job] {
        self.state.withLock { state in
            guard !state.jobs.isEmpty else { return [] }
            defer { state.jobs = [] }
            return state.jobs
        }
    }

    /// Accepts nothing more and gives out what is left.
    func close() -> [Job] {
        self.state.withLock { state in
            state.isClosed = true
            defer { state.jobs = [] }
            return state.jobs
        }
    }
}
