package import AMQP
import Configuration
package import Messaging
import ServiceLifecycle

/// A process's two connections to one virtual host.
///
/// Two, because a broker short of memory stops reading a connection that publishes, and with it the
/// acknowledgements of a consumer on the same one.
package struct BrokerLink: Sendable {
    package let host: VirtualHost
    package let consuming: BrokerConnection
    package let publishing: BrokerConnection
    package let publisher: Publisher

    /// - Parameter process: Begins the names that the broker shows for the connections.
    init(
        _ host: VirtualHost,
        process: String,
        reader: ConfigReader
    ) throws(ConfigurationError) {
        let prefix = host == .suite ? "broker" : "\(host.rawValue).broker"
        func connection(_ purpose: String) throws(ConfigurationError) -> BrokerConnection {
            BrokerConnection(
                try BrokerConfiguration(
                    reader: reader,
                    prefix: prefix,
                    connectionName: "\(process) \(purpose)"
                )
            )
        }
        self.host = host
        self.consuming = try connection("consumes")
        self.publishing = try connection("publishes")
        self.publisher = Publisher(self.publishing)
    }

    var services: [any Service] { [self.consuming, self.publishing] }
}
