import Foundation

/// Where the broker for tests listens.
enum TestBroker {
    /// `STOCKBOOK_TEST_AMQP`, without a virtual host.
    static var address: URLComponents {
        self.components("STOCKBOOK_TEST_AMQP", "amqp://guest:guest@127.0.0.1:5672")
    }

    /// `STOCKBOOK_TEST_RABBITMQ_API`.
    static var managementAddress: URLComponents {
        self.components("STOCKBOOK_TEST_RABBITMQ_API", "http://guest:guest@127.0.0.1:15672")
    }

    /// The user of `STOCKBOOK_TEST_AMQP`, who may do everything.
    static var user: String { self.address.user ?? "guest" }

    static var password: String { self.address.password ?? "guest" }

    private static func components(_ name: String, _ fallback: String) -> URLComponents {
        let value = ProcessInfo.processInfo.environment[name] ?? fallback
        return URLComponents(string: value) ?? URLComponents()
    }
}

/// Runs `body` with a proxy in front of the broker that all tests share.
package func withBrokerProxy<Result: Sendable>(
    _ body: (FaultProxy) async throws -> Result
) async throws -> Result {
    try await withFaultProxy(to: TestBroker.address.string ?? "", body)
}
