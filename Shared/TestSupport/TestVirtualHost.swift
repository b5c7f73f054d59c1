package import AMQP
import Foundation
import Synchronization

/// A virtual host of the test broker that belongs to one test.
package final class TestVirtualHost: Sendable {
    package let name: String
    private let api: BrokerManagement
    private let users = Mutex<[String]>([])

    fileprivate init(name: String, api: BrokerManagement) {
        self.name = name
        self.api = api
    }

    /// The user that ``url`` connects as.
    package var user: String { TestBroker.user }

    /// Connects as the administrator.
    package var url: String {
        self.url(user: TestBroker.user, password: TestBroker.password)
    }

    package func url(user: String, password: String) -> String {
        var parts = TestBroker.address
        parts.user = user
        parts.password = password
        parts.path = "/\(self.name)"
        return parts.string ?? ""
    }

    /// Imports exchanges, queues, bindings and policies from a definitions file.
    ///
    /// The file's own `vhost` names are ignored.
    package func importDefinitions(_ json: [UInt8]) async throws {
        try await self.api.send("POST", ["definitions", self.name], body: json)
    }

    /// Sets a policy, as `["max-length": 1, "overflow": "reject-publish"]` for one queue.
    package func setPolicy(
        _ name: String,
        pattern: String,
        _ definition: [String: PolicyValue]
    ) async throws {
        let policy = PolicyBody(pattern: pattern, definition: definition, applyTo: "queues")
        try await self.api.send("PUT", ["policies", self.name, name], json: policy)
    }

    /// Declares as the administrator.
    package func declare(_ steps: [TopologyStep]) async throws {
        try await self.withConnection { try await $0.perform(steps) }
    }

    /// Creates a user who may only use this virtual host; its name is unique and starts with `prefix`.
    ///
    /// - Parameters:
    ///   - configure: The names it may declare; a regular expression, as the two others.
    package func createUser(
        _ prefix: String,
        configure: String = "^$",
        write: String = ".*",
        read: String = ".*"
    ) async throws -> (name: String, url: String) {
        let user = "\(prefix)_\(UUID().uuidString.prefix(8).lowercased())"
        let password = UUID().uuidString
        self.users.withLock { $0.append(user) }
        try await self.api.send("PUT", ["users", user], json: ["password": password, "tags": ""])
        try await self.api.send(
            "PUT",
            ["permissions", self.name, user],
            json: ["configure": configure, "write": write, "read": read]
        )
        return (user, self.url(user: user, password: password))
    }

    /// Publishes an empty message through the management API, which takes headers that the
    /// publisher of this house refuses to send.
    ///
    /// - Parameter headers: A JSON object.
    package func publish(to queue: String, headers: String) async throws {
        let message = """
            {"properties":{"headers":\(headers)},"routing_key":"\(queue)","payload":"",\
            "payload_encoding":"string"}
            """
        let path = ["exchanges", self.name, "amq.default", "publish"]
        try await self.api.send("POST", path, body: [UInt8](message.utf8))
    }

    /// How many messages are ready in a queue.
    package func depth(of queue: String) async throws -> Int {
        try await self.withConnection { try await $0.messageCount(of: queue) }
    }

    package func deleteQueue(_ queue: String) async throws {
        try await self.api.send("DELETE", ["queues", self.name, queue])
    }

    /// Lets the broker close every connection of this virtual host whose client calls itself `name`;
    /// how many those were.
    @discardableResult
    package func closeConnections(named name: String) async throws -> Int {
        let open = try await self.api.get(
            ["vhosts", self.name, "connections"],
            [OpenConnection].self
        )
        var closed = 0
        for connection in open where connection.clientProperties?.connectionName == name {
            try await self.api.send("DELETE", ["connections", connection.name])
            closed += 1
        }
        return closed
    }

    fileprivate func create() async throws {
        try await self.api.send("PUT", ["vhosts", self.name], json: [String: String]())
        try await self.api.send(
            "PUT",
            ["permissions", self.name, TestBroker.user],
            json: ["configure": ".*", "write": ".*", "read": ".*"]
        )
    }

    fileprivate func drop() async throws {
        try await self.api.send("DELETE", ["vhosts", self.name])
        for user in self.users.withLock({ $0 }) {
            try await self.api.send("DELETE", ["users", user])
        }
    }

    private func withConnection<Result: Sendable>(
        _ body: (BrokerConnection) async throws -> Result
    ) async throws -> Result {
        let configuration = BrokerConfiguration(url: self.url, connectionName: "test-inspection")
        return try await withRunning(BrokerConnection(configuration), body)
    }
}

/// Runs `body` with a virtual host of its own, which is dropped afterwards.
///
/// The broker is that of `STOCKBOOK_TEST_AMQP` and `STOCKBOOK_TEST_RABBITMQ_API`.
package func withTestVirtualHost<Result: Sendable>(
    _ body: (TestVirtualHost) async throws -> Result
) async throws -> Result {
    let host = TestVirtualHost(
        name: "test-\(UUID().uuidString.lowercased())",
        api: BrokerManagement()
    )
    try await host.create()
    let result: Result
    do {
        result = try await body(host)
    } catch {
        try await host.drop()
        throw error
    }
    try await host.drop()
    return result
}

/// A value in a policy.
package enum PolicyValue: Encodable, Sendable, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral
{
    case text(String)
    case number(Int)

    package init(stringLiteral value: String) {
        self = .text(value)
    }

    package init(integerLiteral value: Int) {
        self = .number(value)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        }
    }
}

private struct PolicyBody: Encodable {
    let pattern: String
    let definition: [String: PolicyValue]
    let applyTo: String

    enum CodingKeys: String, CodingKey {
        case pattern
        case definition
        case applyTo = "apply-to"
    }
}

private struct OpenConnection: Decodable {
    struct ClientProperties: Decodable {
        let connectionName: String?

        enum CodingKeys: String, CodingKey {
            case connectionName = "connection_name"
        }
    }

    let name: String
    let clientProperties: ClientProperties?

    enum CodingKeys: String, CodingKey {
        case name
        case clientProperties = "client_properties"
    }
}
