import AMQP
import Contracts
import Messaging
import Postgres

extension ServiceAssembly {
    /// What has to hold before the service takes work, in the order in which it is asked for.
    static func conditions(_ context: ServiceContext) -> [StartupSequence.Condition] {
        [
            StartupSequence.Condition("database") { try await Self.checkSchema(context) },
            StartupSequence.Condition("inbox") {
                try await InboxPruner(database: context.database).maintain()
            },
            StartupSequence.Condition("broker") { try await Self.checkBroker(context) },
        ]
    }

    private static func checkSchema(_ context: ServiceContext) async throws {
        let service = S.name.rawValue
        let migrator = Migrator(schema: S.name.schema, migrations: S.migrations)
        do {
            let pending = try await migrator.pending(context.database.configuration)
            guard pending.isEmpty else {
                throw StartupRefusal.migrationsPending(service: service, names: pending)
            }
        } catch let error as MigrationError {
            throw StartupRefusal.schemaForeign(service: service, reason: "\(error)")
        }
        try await context.database.check()
    }

    private static func checkBroker(_ context: ServiceContext) async throws {
        for link in context.links {
            for connection in [link.consuming, link.publishing] {
                guard connection.isReady else {
                    throw BrokerNotReady(status: BrokerHealth().judge(connection.state))
                }
            }
            do {
                try await Topology.require(by: S.name, in: link.host, over: link.consuming)
            } catch let error as AMQPError where error.code == .topology {
                throw StartupRefusal.topologyMissing(
                    service: S.name.rawValue,
                    reason: error.detail
                )
            }
        }
    }
}

/// The connection is not there yet, or blocked.
private struct BrokerNotReady: Error, CustomStringConvertible {
    let status: HealthStatus

    var description: String {
        switch self.status {
        case .ok: "is blocked"
        case .failing(let reason): reason
        }
    }
}
