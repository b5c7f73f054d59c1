import AMQP
import Foundation
import Synchronization
import TestSupport
import Testing

/// Connections that have nothing to do, and connections that all come back at once.
@Suite(.timeLimit(.minutes(8))) struct ConnectionTests {
    /// As many heartbeats as an hour has at the usual interval of 15 seconds.
    private static let heartbeatsOfAnHour = 240
    private static let clients = 60

    @Test func `heartbeat_while_idle_1h: an idle connection lives as long as its peer`()
        async throws
    {
        let heartbeats = LongRuns.areAsked ? Self.heartbeatsOfAnHour : 6
        try await withTestVirtualHost { host in
            try await withBrokerProxy { proxy in
                let connection = BrokerConnection(
                    watchful: proxy.url(host.url),
                    name: "idle",
                    heartbeat: .seconds(1)
                )
                try await withRunning(connection) { connection in
                    try await eventually("readiness") { connection.isReady }
                    try await Task.sleep(for: .seconds(heartbeats))
                    #expect(connection.state == .ready(epoch: 1))
                    // It really was the heartbeats that kept it.
                    proxy.set(.drop)
                    try await eventually("the silence is noticed") { !connection.isReady }
                }
            }
        }
    }

    @Test func `connection_storm_reconnect_jitter: clients come back spread out, and all`()
        async throws
    {
        try await withTestVirtualHost { host in
            try await withBrokerProxy { proxy in
                let url = proxy.url(host.url)
                // With the pauses that services have.
                let connections = (0..<Self.clients).map { number in
                    BrokerConnection(
                        BrokerConfiguration(url: url, connectionName: "client-\(number)")
                    )
                }
                try await withRunning(connections) {
                    try await eventually("all are there") { connections.allSatisfy(\.isReady) }
                    let before = proxy.attempts.count
                    proxy.refuse(true)
                    proxy.cut()
                    try await eventually("three rounds", within: .seconds(60)) {
                        proxy.attempts.count >= before + 3 * Self.clients
                    }
                    proxy.refuse(false)
                    try await eventually("all are back", within: .seconds(60)) {
                        connections.allSatisfy(\.isReady)
                    }
                    let attempts = Array(proxy.attempts.dropFirst(before))
                    #expect(self.largestBurst(of: attempts) < Self.clients / 2)
                }
            }
        }
    }

    /// The most attempts within any ten milliseconds.
    private func largestBurst(of attempts: [ContinuousClock.Instant]) -> Int {
        attempts.map { start in
            attempts.count { $0 >= start && $0 < start.advanced(by: .milliseconds(10)) }
        }
        .max() ?? 0
    }
}
