import GatewayDomain
import Kernel
import Testing

struct SignInThrottleTests {
    let start = Timestamp(microseconds: 1_000_000_000)

    @Test func `four wrong passwords lock nothing`() {
        var throttle = SignInThrottle()
        for _ in 0..<4 { throttle.recordFailure(at: self.start) }
        #expect(throttle.wait(at: self.start) == nil)
    }

    @Test func `each further failure locks for twice as long, up to a limit`() {
        var throttle = SignInThrottle()
        for _ in 0..<5 { throttle.recordFailure(at: self.start) }
        #expect(throttle.wait(at: self.start) == .seconds(30))
        throttle.recordFailure(at: self.start)
        #expect(throttle.wait(at: self.start) == .seconds(60))
        for _ in 0..<100 { throttle.recordFailure(at: self.start) }
        #expect(throttle.wait(at: self.start) == SignInThrottle.longestLock)
    }

    @Test func `a lock ends by itself, and an hour forgets the failures`() {
        var throttle = SignInThrottle()
        for _ in 0..<5 { throttle.recordFailure(at: self.start) }
        #expect(throttle.wait(at: self.start.advanced(by: .seconds(30))) == nil)
        throttle.recordFailure(at: self.start.advanced(by: .seconds(3_700)))
        #expect(throttle.failures == 1)
    }
}
