import Messaging

/// Makes the broker user under which a source publishes.
struct BrokerUserProvisioning: Sendable {
    /// The connections that one source may hold.
    static let maximumConnections = 64

    let broker: ManagementAPI
    var host = VirtualHost.pos.rawValue

    /// Creates the user, or gives an existing one this password and these rights.
    ///
    /// The rule about routing keys comes before the right to publish: a user without such a rule may
    /// use any key, because RabbitMQ's topic permissions fail open.
    func provision(_ name: String, password: String) async throws {
        try await self.broker.put(
            ["users", name],
            Credentials(password: password, tags: "")
        )
        try await self.broker.put(
            ["topic-permissions", self.host, name],
            TopicPermission(
                exchange: SharedExchange.ingress,
                write: #"^pos\.v1\.{username}\.[a-z_]+$"#,
                read: "^$"
            )
        )
        try await self.broker.put(
            ["permissions", self.host, name],
            Permissions(configure: "^$", write: #"^pos\.ingress$"#, read: "^$")
        )
        try await self.broker.put(
            ["user-limits", name, "max-connections"],
            Limit(value: Self.maximumConnections)
        )
    }

    func exists(_ name: String) async throws -> Bool {
        try await self.broker.userNames().contains(name)
    }

    private struct Credentials: Encodable {
        let password: String
        let tags: String
    }

    private struct TopicPermission: Encodable {
        let exchange: String
        let write: String
        let read: String
    }

    private struct Permissions: Encodable {
        let configure: String
        let write: String
        let read: String
    }

    private struct Limit: Encodable {
        let value: Int
    }
}
