/// How to reach a broker.
package struct BrokerConfiguration: Sendable {
    /// `amqp(s)://user:password@host:port/vhost`.
    package var url: String
    /// What the broker's management shows.
    package var connectionName: String
    /// Silence of twice this long ends the connection; whole seconds, 10 to 20 in production.
    package var heartbeat: Duration
    /// PEM file of the authorities that may have signed the broker's certificate (`amqps` only).
    package var caFile: String?
    /// Who this client is, if the broker asks (`amqps` only).
    package var clientCertificate: ClientCertificate?
    package var limits: BrokerLimits

    package init(
        url: String,
        connectionName: String,
        heartbeat: Duration = .seconds(15),
        caFile: String? = nil,
        clientCertificate: ClientCertificate? = nil,
        limits: BrokerLimits = BrokerLimits()
    ) {
        self.url = url
        self.connectionName = connectionName
        self.heartbeat = heartbeat
        self.caFile = caFile
        self.clientCertificate = clientCertificate
        self.limits = limits
    }

    /// PEM files of a certificate and its private key.
    package struct ClientCertificate: Hashable, Sendable {
        package var certificateFile: String
        package var keyFile: String

        package init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }
}
