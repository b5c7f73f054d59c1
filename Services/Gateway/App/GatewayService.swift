import AMQP
import Contracts
import Messaging
import Postgres
import ServiceKit
import ServiceLifecycle

/// The gateway: the only way in for clients.
enum GatewayService: StockbookService {
    static let name = ServiceName.gateway

    static let migrations = MessagingSchema.migrations + GatewayMigrations.all

    static func services(_ context: ServiceContext) throws -> [any Service] {
        let configuration = try GatewayConfiguration(reader: context.configuration)
        let audit = AuditTrail(database: context.database)
        let client = OperationClient(
            consuming: context.broker.consuming,
            publishing: context.broker.publishing,
            masterKey: configuration.assertionKey
        )
        let events = try context.consumer(of: .events, handlers: [LocationChangedHandler()])
        let server = try GatewayServer(
            configuration,
            database: context.database,
            client: client,
            audit: audit
        )
        context.health.register("http") { server.status }
        context.health.register("audit") { audit.status }
        let pruner = SessionPruner(database: context.database)
        let cleaner = TrailCleaner(database: context.database)
        return [pruner, cleaner, events, client, audit, server]
    }
}
