import AMQP
import Testing

@testable import ServiceKit

struct BrokerHealthTests {
    @Test func `a blocked broker is bearable for thirty seconds`() {
        let health = BrokerHealth()
        let start = ContinuousClock.now
        let blocked = ConnectionState.blocked(reason: "disk alarm")
        #expect(health.judge(blocked, now: start) == .ok)
        #expect(health.judge(blocked, now: start + .seconds(30)) == .ok)
        let status = health.judge(blocked, now: start + .seconds(31))
        #expect(status == .failing("is blocked for more than 30.0 seconds: disk alarm"))
    }

    @Test func `a broker that recovers starts anew`() {
        let health = BrokerHealth()
        let start = ContinuousClock.now
        let blocked = ConnectionState.blocked(reason: "memory alarm")
        #expect(health.judge(blocked, now: start) == .ok)
        #expect(health.judge(.ready(epoch: 1), now: start + .seconds(20)) == .ok)
        #expect(health.judge(blocked, now: start + .seconds(40)) == .ok)
    }

    @Test func `a lost connection says why`() {
        let error = AMQPError(.connection, "connection refused")
        let status = BrokerHealth().judge(.down(error, retryAfter: .seconds(1)))
        #expect(status == .failing("is down: connection refused"))
    }
}
