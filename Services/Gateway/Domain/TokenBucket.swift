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
        let elapsed = max(.zero, now - self.lastRefill) / .seconds(1)
        self.tokens = min(self.capacity, self.tokens + elapsed * self.refillPerSecond)
        self.lastRefill = max(now, self.lastRefill)
        guard self.tokens < 1 else {
            self.tokens -= 1
            return nil
        }
        return .seconds((1 - self.tokens) / self.refillPerSecond)
    }

    /// Whether nothing was taken lately, so that the bucket can be forgotten.
    package func isFull(now: Duration) -> Bool {
        let elapsed = max(.zero, now - self.lastRefill) / .seconds(1)
        return self.tokens + elapsed * self.refillPerSecond >= self.capacity
    }
}
