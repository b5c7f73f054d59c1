/// How many commands the next batch may have: more while batches succeed, fewer when they fail.
///
/// When idle a batch has one command whatever the limit, because nothing else waits.
struct BatchSize: Equatable {
    let limit: Int
    private(set) var current: Int

    init(limit: Int) {
        precondition(limit > 0, "a batch has at least one command")
        self.limit = limit
        self.current = limit
    }

    /// A batch failed as a whole: its commands stand in each other's way.
    mutating func shrink() {
        self.current = max(1, self.current / 2)
    }

    /// A batch that was as large as allowed went through.
    mutating func grow(after count: Int) {
        guard count >= self.current else { return }
        self.current = min(self.limit, self.current * 2)
    }
}
