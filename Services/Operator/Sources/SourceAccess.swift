import AsyncHTTPClient
import Messaging

/// Registers a source and makes its broker user, in one go.
struct SourceAccess: Sendable {
    let suite: Suite
    let registry: SourceRegistry
    let users: BrokerUserProvisioning

    init(suite: Suite, api: APIClient) {
        self.suite = suite
        self.registry = SourceRegistry(api: api)
        self.users = BrokerUserProvisioning(
            broker: ManagementAPI(suite.brokerAPI, client: .shared)
        )
    }

    /// Where and as whom a source publishes.
    func url(of name: String, password: String) -> String {
        self.suite.broker.signedIn(
            as: name,
            password: password,
            at: VirtualHost.pos.rawValue
        )
        .description
    }

    /// Makes the broker user and proves that it can publish for itself only.
    ///
    /// - Returns: The URL with which it publishes.
    func open(_ name: String, password: String) async throws -> String {
        try await self.users.provision(name, password: password)
        let url = self.url(of: name, password: password)
        try await ForbiddenPublishProbe(url: url, name: name).run()
        return url
    }
}
