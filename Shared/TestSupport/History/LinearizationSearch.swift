import Kernel

/// The depth-first search of a ``LinearizabilityChecker``.
///
/// Two shortcuts leave the result as it is. An answered operation that fits and changes nothing is
/// taken at once: in every order of the rest there is a place for it here. And an unanswered one
/// is left out where it changes nothing, because it need not come at all.
struct LinearizationSearch<Model: SequentialModel> {
    private struct Configuration: Hashable {
        let placed: OperationSet
        let state: Model.State
    }

    /// A point that the search may return to.
    private struct Frame {
        /// What led here; `nil` at the start.
        let operation: Int?
        let state: Model.State
        let candidates: [Int]
        var next = 0

        mutating func take() -> Int? {
            guard self.next < self.candidates.count else { return nil }
            defer { self.next += 1 }
            return self.candidates[self.next]
        }

        mutating func leaveOut() { self.next = self.candidates.count }
    }

    private let model: Model
    private let maximumConfigurations: Int
    /// Whether times that were told are believed, which may miss an order but never makes one up.
    private let isCredulous: Bool
    /// Answered operations in the order of their returns, then the unanswered ones.
    private let operations: [HistoricOperation<Model>]
    private let answered: Int
    /// For each answered operation the earliest call of it and those behind it.
    private let earliestCalls: [Timestamp]

    private var placed = OperationSet()
    private var open: Int
    private var seen: Set<Configuration> = []
    private var frames: [Frame] = []
    /// The first configuration in which the most answers were explained.
    private var furthest: (placed: Int, state: Model.State, candidates: [Int])

    init(
        _ operations: [HistoricOperation<Model>],
        of model: Model,
        isCredulous: Bool,
        maximumConfigurations: Int
    ) {
        let returned = operations.compactMap { operation in
            operation.returned.map { (time: $0.time, operation: operation) }
        }
        let answered = returned.sorted { $0.time < $1.time }.map(\.operation)
        let unanswered = operations.filter { $0.returned == nil }
        var earliestCalls = answered.map(\.calledAt)
        for index in earliestCalls.indices.dropLast().reversed() {
            earliestCalls[index] = min(earliestCalls[index], earliestCalls[index + 1])
        }
        self.model = model
        self.isCredulous = isCredulous
        self.maximumConfigurations = maximumConfigurations
        self.operations = answered + unanswered.sorted { $0.calledAt < $1.calledAt }
        self.answered = answered.count
        self.earliestCalls = earliestCalls
        self.open = answered.count
        self.furthest = (-1, model.start, [])
    }

    mutating func run() -> Linearizability {
        self.enter(self.model.start, by: nil)
        while let last = self.frames.indices.last {
            guard self.open > 0 else { return .linearizable }
            guard let operation = self.frames[last].take() else {
                self.leave()
                continue
            }
            guard let state = self.state(after: operation, in: last) else { continue }
            self.placed.insert(operation)
            let configuration = Configuration(placed: self.placed, state: state)
            guard self.seen.insert(configuration).inserted else {
                self.placed.remove(operation)
                continue
            }
            guard self.seen.count <= self.maximumConfigurations else {
                return .undecided(configurations: self.seen.count)
            }
            self.enter(state, by: operation)
        }
        return .violated(
            Linearizability.Violation(
                placed: self.furthest.placed,
                answered: self.answered,
                state: "\(self.furthest.state)",
                stuck: self.furthest.candidates.map { "\(self.operations[$0])" }
            )
        )
    }

    /// What an operation leaves behind, where it can come next and there is a point in it.
    private mutating func state(after operation: Int, in frame: Int) -> Model.State? {
        let before = self.frames[frame].state
        var state = before
        let answer = self.model.answer(self.operations[operation].request, in: &state)
        guard let returned = self.operations[operation].returned else {
            return state == before ? nil : state
        }
        guard returned.answer == answer else { return nil }
        if state == before { self.frames[frame].leaveOut() }
        return state
    }

    private mutating func enter(_ state: Model.State, by operation: Int?) {
        if let operation, operation < self.answered { self.open -= 1 }
        let candidates = self.candidates()
        if self.answered - self.open > self.furthest.placed {
            self.furthest = (self.answered - self.open, state, candidates)
        }
        self.frames.append(Frame(operation: operation, state: state, candidates: candidates))
    }

    private mutating func leave() {
        guard let operation = self.frames.removeLast().operation else { return }
        self.placed.remove(operation)
        if operation < self.answered { self.open += 1 }
    }

    /// Those that may come next, likely ones first: called before any that is open had returned.
    ///
    /// Where the likeliest do not fit, something unanswered has probably come before them.
    private func candidates() -> [Int] {
        guard let first = (0..<self.answered).first(where: { !self.placed.contains($0) }),
            let limit = self.operations[first].returned?.time
        else { return [] }
        var untimed: [Int] = []
        var timed: [(time: Timestamp, operation: Int)] = []
        for index in first..<self.answered {
            guard self.earliestCalls[index] <= limit else { break }
            guard self.operations[index].calledAt <= limit, !self.placed.contains(index)
            else { continue }
            if let time = self.operations[index].likelyAt {
                timed.append((time, index))
            } else {
                untimed.append(index)
            }
        }
        let unanswered = (self.answered..<self.operations.count).filter { index in
            self.operations[index].calledAt <= limit && !self.placed.contains(index)
        }
        timed.sort { ($0.time, $0.operation) < ($1.time, $1.operation) }
        let likely = timed.prefix { $0.time == timed[0].time }.map(\.operation)
        let others = self.isCredulous ? [] : timed.dropFirst(likely.count).map(\.operation)
        return untimed + likely + unanswered + others
    }
}
