import Foundation

/// The parts of a broker URL.
struct BrokerAddress: Hashable, Sendable {
    let host: String
    let port: Int
    let user: String
    let password: String
    let virtualHost: String
    let isEncrypted: Bool

    /// - Throws: ``AMQPError/Code/configuration``, without repeating the URL: it holds a password.
    init(_ url: String) throws(AMQPError) {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            parts.scheme == "amqp" || parts.scheme == "amqps"
        else {
            throw AMQPError(
                .configuration,
                "the broker URL is not amqp(s)://user:password@host/vhost"
            )
        }
        self.isEncrypted = parts.scheme == "amqps"
        self.host = host
        self.port = parts.port ?? (self.isEncrypted ? 5671 : 5672)
        self.user = parts.user ?? "guest"
        self.password = parts.password ?? "guest"
        let path = parts.percentEncodedPath.dropFirst()
        self.virtualHost =
            path.isEmpty ? "/" : (String(path).removingPercentEncoding ?? String(path))
    }
}
