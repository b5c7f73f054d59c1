import Synchronization

/// What all work behind those who post rests for, together.
///
/// Each step owes a rest that begins where the one before ends, whoever has taken that. So ten that work
/// a tenth of the time do so between them, and not each.
final class BackgroundShare: Sendable {
    private let isOwedUntil: Mutex<ContinuousClock.Instant>

    init(now: ContinuousClock.Instant = .now) {
        self.isOwedUntil = Mutex(now)
    }

    /// Owes a rest besides what is owed.
    ///
    /// - Returns: When it ends.
    func owe(_ rest: Duration, now: ContinuousClock.Instant = .now) -> ContinuousClock.Instant {
        self.isOwedUntil.withLock { end in
            end = max(end, now) + rest
            return end
        }
    }

    /// Owes nothing any more.
    func clear(now: ContinuousClock.Instant = .now) {
        self.isOwedUntil.withLock { $0 = now }
    }
}
