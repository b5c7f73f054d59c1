/// Lets through a burst, and then a steady rate.
package struct TokenBucket: Hashable, Sendable {
    package let capacity: Double
    package let refillPerSecond: Double
    private var tokens: Double
    private var lastRefill: Duration

    /// - Parameter now: The time since some fixed start, never going back.
    package init(capacity: Double, refillPerSecond: Double, now: Duration) {
        self.capacity = capacity
        self.refillPerSecond = refillPerSecond
        self.tokens = capacity
        self.lastRefill = now
    }

    /// Takes one token; returns how long to wait where there is none.
    package mutating func take(now: Duration) -> Duration? {
        if let wait = self.wait(now: now) { return wait }
        self.tokens = self.level(now: now) - 1
        self.lastRefill = max(now, self.lastRefill)
        return nil
    }

    /// How long a token would have to be waited for, or `nil` where there is one now.
    package func wait(now: Duration) -> Duration? {
        let level = self.level(now: now)
        return level < 1 ? .seconds((1 - level) / self.refillPerSecond) : nil
    }

    /// Whether nothing was taken lately, so that the bucket can be forgotten.
    package func isFull(now: Duration) -> Bool {
        self.level(now: now) >= self.capacity
    }

    private func level(now: Duration) -> Double {
        let elapsed = max(.zero, now - self.lastRefill) / .seconds(1)
        return min(self.capacity, self.tokens + elapsed * self.refillPerSecond)
    }
}
