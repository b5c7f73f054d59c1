import AMQP
import Logging

extension BrokerConnection {
    /// Runs the connection for as long as `body` takes.
    ///
    /// What the connection logs is not shown: `body` reports what matters to its user.
    nonisolated(nonsending) func whileRunning<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws -> Value {
        let silent = Logger(label: "broker") { _ in SwiftLogNoOpLogHandler() }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await withLogger(silent) { _ in try await self.run() }
            }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}
