import Contracts
import Messaging

extension Suite {
    /// What a service is told when it serves: nothing that another service's secrets would open.
    func environment(of service: ServiceName) throws -> [String: String] {
        var environment = ServiceEnvironment(
            host: Self.host,
            database: try self.databaseURL(role: service.schema),
            broker: try self.brokerURLs(of: service),
            port: try self.folder.port("\(service.rawValue)-admin"),
            assertionKey: try self.assertionKey(of: service)
        )
        if service == .gateway {
            environment.gateway = ServiceEnvironment.Gateway(
                port: try self.folder.port("gateway"),
                apiKey: try self.folder.secret(Self.apiKeySecret),
                administrator: self.folder.administrator
            )
        }
        if service == .ledger {
            environment.ledger = ServiceEnvironment.Ledger(
                sealKeyFile: self.folder.sealKeyFile,
                checkpointFolder: self.folder.checkpoints
            )
        }
        return environment.variables(self.shared)
    }

    /// What a service is told when it migrates: also the role that owns its schema.
    func migrationEnvironment(of service: ServiceName) throws -> [String: String] {
        var environment = try self.environment(of: service)
        environment["STOCKBOOK_MIGRATION_URL"] = try self.databaseURL(
            role: "\(service.schema)_owner"
        )
        return environment
    }

    /// Where the database is for one of the roles of the services.
    func databaseURL(role: String) throws -> String {
        let password = try self.folder.secret("role-\(role)")
        return self.postgres.signedIn(as: role, password: password, at: Self.database).description
    }

    /// By virtual host; each with the same user.
    private func brokerURLs(of service: ServiceName) throws -> [VirtualHost: String] {
        let user = service.brokerUser
        let password = try self.folder.secret("broker-\(user)")
        let hosts: [VirtualHost] = service == .posIngest ? [.suite, .pos] : [.suite]
        return Dictionary(
            uniqueKeysWithValues: hosts.map { host in
                let url = self.broker.signedIn(as: user, password: password, at: host.rawValue)
                return (host, url.description)
            }
        )
    }
}
