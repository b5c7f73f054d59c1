/// When the next batch leaves, once the last one has ended.
///
/// Whoever has just been answered is likely to ask again, so a batch waits until as many are there
/// as were then, but never long. A statement for thirty commands costs little more than one for
/// three; a lone caller finds nobody missing, and one who comes later finds the wait over.
struct CommitPace: Sendable {
    /// How long the next batch waits for others at most.
    let rest: Duration
    /// The commands that were there when the last batch ended: its own, and those that waited.
    private var present = 0
    /// When it ended; in the past at first.
    private var ended: ContinuousClock.Instant

    init(rest: Duration, startingAt now: ContinuousClock.Instant = .now) {
        self.rest = rest
        self.ended = now - rest
    }

    /// Until when fewer than were there wait for the others.
    var deadline: ContinuousClock.Instant { self.ended + self.rest }

    /// Notes that a batch has ended while others waited.
    mutating func end(of count: Int, waiting: Int, at now: ContinuousClock.Instant = .now) {
        self.present = count + waiting
        self.ended = now
    }

    /// Whether those that wait need not wait for more.
    func isTime(for waiting: Int, at now: ContinuousClock.Instant = .now) -> Bool {
        waiting >= self.present || now >= self.deadline
    }
}
