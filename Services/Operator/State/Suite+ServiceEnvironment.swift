import Contracts
import Messaging

extension Suite {
    /// What a service is told when it serves: nothing that another service's secrets would open.
    func environment(of service: ServiceName) throws -> [String: String] {
        var environment = self.shared
        environment["STOCKBOOK_POSTGRES_URL"] = try self.databaseURL(role: service.schema)
        environment["STOCKBOOK_BROKER_URL"] = try self.brokerURL(of: service, virtualHost: .suite)
        environment["STOCKBOOK_ADMIN_HOST"] = Self.host
        environment["STOCKBOOK_ADMIN_PORT"] = String(
            try self.folder.port("\(service.rawValue)-admin")
        )
        environment["STOCKBOOK_ASSERTION_KEY"] = try self.assertionKey(of: service)
        switch service {
        case .posIngest:
            environment["STOCKBOOK_POS_BROKER_URL"] = try self.brokerURL(
                of: service,
                virtualHost: .pos
            )
        case .gateway:
            environment["STOCKBOOK_HTTP_HOST"] = Self.host
            environment["STOCKBOOK_HTTP_PORT"] = String(try self.folder.port("gateway"))
            environment["STOCKBOOK_BOOTSTRAP_API_KEY"] = try self.folder.secret(
                Self.apiKeySecret
            )
            if let (name, password) = self.folder.administrator {
                environment["STOCKBOOK_BOOTSTRAP_ADMIN"] = name
                environment["STOCKBOOK_BOOTSTRAP_PASSWORD"] = password
            }
        default:
            break
        }
        return environment
    }

    /// What a service is told when it migrates: also the role that owns its schema.
    func migrationEnvironment(of service: ServiceName) throws -> [String: String] {
        var environment = try self.environment(of: service)
        environment["STOCKBOOK_MIGRATION_URL"] = try self.databaseURL(
            role: "\(service.schema)_owner"
        )
        return environment
    }

    private func databaseURL(role: String) throws -> String {
        let password = try self.folder.secret("role-\(role)")
        return self.postgres.signedIn(as: role, password: password, at: Self.database).description
    }

    private func brokerURL(of service: ServiceName, virtualHost: VirtualHost) throws -> String {
        let user = service.brokerUser
        let password = try self.folder.secret("broker-\(user)")
        return self.broker.signedIn(as: user, password: password, at: virtualHost.rawValue)
            .description
    }
}
