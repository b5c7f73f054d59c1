import GatewayDomain
import Synchronization

/// A token bucket for each key, such as a caller or an address.
final class RateLimiter<Key: Hashable & Sendable>: Sendable {
    /// Keys remembered; beyond it those that are at rest are forgotten.
    static var capacity: Int { 20_000 }

    private let burst: Double
    private let perSecond: Double
    private let start = ContinuousClock.now
    private let buckets = Mutex<[Key: TokenBucket]>([:])

    init(burst: Double, perSecond: Double) {
        self.burst = burst
        self.perSecond = perSecond
    }

    /// How long a request would have to wait, without taking one; `nil` where it need not.
    func wait(_ key: Key) -> Duration? {
        let now = ContinuousClock.now - self.start
        return self.buckets.withLock { $0[key]?.wait(now: now) }
    }

    /// Takes one request; returns how long to wait where it is one too many.
    func take(_ key: Key) -> Duration? {
        let now = ContinuousClock.now - self.start
        return self.buckets.withLock { buckets in
            if buckets.count >= Self.capacity {
                buckets = buckets.filter { !$0.value.isFull(now: now) }
                // Too many keys at once is an attack on memory: everybody waits a moment.
                guard buckets.count < Self.capacity else { return .seconds(1) }
            }
            return buckets[
                key,
                default: TokenBucket(
                    capacity: self.burst,
                    refillPerSecond: self.perSecond,
                    now: now
                )
            ].take(now: now)
        }
    }
}
