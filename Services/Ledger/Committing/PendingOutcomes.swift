import Synchronization

/// The outcomes of commands that came together, whose caller waits until the last is there.
final class PendingOutcomes: Sendable {
    private struct State {
        var outcomes: [Outcome?]
        var missing: Int
    }

    private let caller: CheckedContinuation<[Outcome], Never>
    private let state: Mutex<State>

    init(of count: Int, for caller: CheckedContinuation<[Outcome], Never>) {
        self.caller = caller
        self.state = Mutex(State(outcomes: Array(repeating: nil, count: count), missing: count))
    }

    /// Notes the outcome of the command at `place`, once.
    func settle(_ place: Int, _ outcome: Outcome) {
        let all = self.state.withLock { state -> [Outcome]? in
            precondition(state.outcomes[place] == nil, "a command has one outcome")
            state.outcomes[place] = outcome
            state.missing -= 1
            return state.missing == 0 ? state.outcomes.compactMap(\.self) : nil
        }
        if let all { self.caller.resume(returning: all) }
    }
}
