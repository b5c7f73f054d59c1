package import AMQP
package import Configuration

extension BrokerConfiguration {
    /// Reads one connection to a broker; the connections of a process share their keys.
    ///
    /// ## Configuration keys
    /// - `broker.url` (string, required, secret): `amqp(s)://user:password@host:port/vhost`.
    /// - `broker.heartbeat.seconds` (int, default 15, 1...60): twice this silence ends it.
    /// - `broker.connect.seconds` (int, default 5, 1...60): for the TCP and TLS handshakes.
    /// - `broker.ca.file` (path, optional): PEM of the authorities to trust, for `amqps`.
    /// - `broker.certificate.file`, `broker.certificate.key` (paths, both or neither): who we are.
    ///
    /// - Parameter prefix: What stands in place of `broker`.
    package init(
        reader: ConfigReader,
        prefix: String = "broker",
        connectionName: String
    ) throws(ConfigurationError) {
        func key(_ name: String) -> ConfigurationKey { ConfigurationKey("\(prefix).\(name)") }
        var limits = BrokerLimits()
        limits.connectTimeout = try reader.seconds(key("connect.seconds"), default: 5, in: 1...60)
        self.init(
            url: try reader.text(key("url"), isSecret: true),
            connectionName: connectionName,
            heartbeat: try reader.seconds(key("heartbeat.seconds"), default: 15, in: 1...60),
            caFile: reader.optionalText(key("ca.file")),
            limits: limits
        )
        let certificate = reader.optionalText(key("certificate.file"))
        let privateKey = reader.optionalText(key("certificate.key"))
        switch (certificate, privateKey) {
        case (let certificate?, let privateKey?):
            self.clientCertificate = ClientCertificate(
                certificateFile: certificate,
                keyFile: privateKey
            )
        case (nil, nil): break
        case (nil, _?): throw .missing(key("certificate.file"))
        case (_?, nil): throw .missing(key("certificate.key"))
        }
    }
}
