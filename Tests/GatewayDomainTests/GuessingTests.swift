import GatewayDomain
import Kernel
import Testing

struct GuessingTests {
    @Test func `looking at a bucket takes nothing`() {
        var bucket = TokenBucket(capacity: 1, refillPerSecond: 1, now: .zero)
        for _ in 0..<3 { #expect(bucket.wait(now: .zero) == nil) }
        #expect(bucket.take(now: .zero) == nil)
        #expect(bucket.wait(now: .seconds(0.25)) == .seconds(0.75))
        #expect(bucket.wait(now: .seconds(1)) == nil)
    }

    @Test func `an attempt that never took place is no failure`() {
        let start = Timestamp(microseconds: 1_000_000_000)
        var throttle = SignInThrottle()
        for _ in 0..<5 { throttle.recordFailure(at: start) }
        throttle.withdrawFailure()
        #expect(throttle.failures == 4)
        #expect(throttle.wait(at: start) == nil)
        for _ in 0..<9 { throttle.withdrawFailure() }
        #expect(throttle.failures == 0)
    }
}
