package import AMQP
import Foundation
import Messaging
package import Postgres

/// Where a database and a virtual host are, told to another process.
package struct ProcessAddress: Codable, Sendable {
    package let broker: String
    package let database: String
    package let schema: String?
}

/// What another process of the ledger has in hand, such as the body of an exit test.
package struct ChildProcess: MessagingProcess {
    package let pool: PostgresPool
    package let consuming: BrokerConnection
    package let publishing: BrokerConnection
    package let publisher: Publisher

    /// Runs `body` with a database and connections of this process.
    ///
    /// - Parameter point: Where this process dies, as `CrashPoint` spells it, which only debug
    ///   builds know.
    package static func run(
        at address: ProcessAddress,
        dyingAt point: String? = nil,
        _ body: (ChildProcess) async throws -> Void
    ) async throws {
        if let point { unsafe setenv("STOCKBOOK_CRASH_POINT", point, 1) }
        let consuming = BrokerConnection(hasty: address.broker, name: "child-consume")
        let publishing = BrokerConnection(hasty: address.broker, name: "child-publish")
        let child = ChildProcess(
            pool: PostgresPool(
                PostgresConfiguration(url: address.database, schema: address.schema)
            ),
            consuming: consuming,
            publishing: publishing,
            publisher: Publisher(publishing, limits: PublisherLimits(timeout: .seconds(10)))
        )
        try await withRunning([child.pool, consuming, publishing]) {
            try await eventually("connections") { consuming.isReady && publishing.isReady }
            try await body(child)
        }
    }
}

/// Ends this process as abruptly as kill -9 does: nothing is flushed, closed or said.
package func dieAtOnce() -> Never {
    kill(getpid(), SIGKILL)
    // The signal has not been delivered yet.
    abort()
}
