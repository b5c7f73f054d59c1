import Testing

@testable import Operator

@Suite struct RestartPolicyTests {
    @Test func `the first pause is short`() {
        var policy = RestartPolicy()
        #expect(policy.pause(afterRunningFor: .seconds(1)) == RestartPolicy.initialPause)
        #expect(policy.failures == 1)
    }

    @Test func `pauses double up to the limit`() {
        var policy = RestartPolicy()
        var previous = policy.pause(afterRunningFor: .zero)
        for _ in 0..<100 {
            let pause = policy.pause(afterRunningFor: .zero)
            #expect(pause == min(previous * 2, RestartPolicy.maximumPause))
            previous = pause
        }
        #expect(previous == RestartPolicy.maximumPause)
        #expect(policy.failures == 101)
    }

    @Test func `a process that lasted starts the pauses over`() {
        var policy = RestartPolicy()
        for _ in 0..<10 { _ = policy.pause(afterRunningFor: .zero) }
        #expect(policy.pause(afterRunningFor: RestartPolicy.lasting) == RestartPolicy.initialPause)
        #expect(policy.failures == 1)
    }

    @Test func `a new program forgets the failures of the old one`() {
        var policy = RestartPolicy()
        for _ in 0..<10 { _ = policy.pause(afterRunningFor: .zero) }
        policy.startOver()
        #expect(policy.failures == 0)
        #expect(policy.pause(afterRunningFor: .zero) == RestartPolicy.initialPause)
    }
}
