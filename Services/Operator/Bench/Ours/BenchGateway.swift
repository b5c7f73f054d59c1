import Foundation

/// The gateway as a load asks it: its address, and the key that opens it.
struct BenchGateway: Sendable {
    let host: String
    let port: Int
    let key: String

    /// - Throws: ``OperatorFailure`` for anything but the URL of an HTTP server.
    init(url: String, key: String) throws {
        guard let parts = URLComponents(string: url), let host = parts.host else {
            throw OperatorFailure(
                "the gateway's address \(url) is not a URL",
                next: "./stockbook status shows where the gateway is"
            )
        }
        guard parts.scheme == "http" else {
            throw OperatorFailure(
                "the bench speaks plain HTTP only, and the gateway is at \(url)",
                next: "measure a gateway that has no certificate"
            )
        }
        self.host = host
        self.port = parts.port ?? 80
        self.key = key
    }
}
