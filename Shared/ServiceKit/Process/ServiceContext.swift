package import Configuration
package import Contracts
import Messaging
package import Postgres

/// What a composition root builds a service from.
package struct ServiceContext: Sendable {
    package let name: ServiceName
    package let configuration: ConfigReader
    package let database: PostgresPool
    /// The virtual host in which the services talk to each other.
    package let broker: BrokerLink
    /// The virtual host of outside systems, for the one service that takes what they publish;
    /// configured under `pos.broker`.
    package let ingress: BrokerLink?
    package let health: HealthRegistry

    init(_ name: ServiceName, reader: ConfigReader) throws(ConfigurationError) {
        self.name = name
        self.configuration = reader
        self.health = HealthRegistry()
        self.database = PostgresPool(
            try PostgresConfiguration(
                reader: reader,
                schema: name.schema,
                applicationName: name.rawValue
            )
        )
        self.broker = try BrokerLink(.suite, process: name.rawValue, reader: reader)
        let takesIngress = Topology.service(name)?.takesIngress ?? false
        self.ingress =
            takesIngress
            ? try BrokerLink(.pos, process: name.rawValue, reader: reader) : nil
    }

    var links: [BrokerLink] { [self.broker] + (self.ingress.map { [$0] } ?? []) }
}
