import Configuration
import GatewayDomain
import Messaging
import ServiceKit

/// Where the gateway listens, and within which limits.
///
/// ## Configuration keys
/// - `http.host` (string, default 127.0.0.1), `http.port` (int, default 8080, 0...65535).
/// - `http.tls.certificate`, `http.tls.key` (paths of PEM files): both or neither; with them the
///   gateway speaks TLS itself.
/// - `http.secure` (bool, default whether TLS is configured): whether browsers reach it over TLS,
///   here or at a load balancer in front.
/// - `http.budget.seconds` (int, default 10, 1...60): how long a caller waits for a service.
/// - `http.body.bytes` (int, default 1048576, 1024...16777216): the largest request body.
/// - `http.rate.burst` (int, default 2000, 1...1000000), `http.rate.second` (int, default 1000,
///   1...1000000): requests of one person, and of one address without a credential.
/// - `http.rate.program.burst` (int, default 20000, 1...1000000), `http.rate.program.second` (int,
///   default 10000, 1...1000000): requests of one API key and of the tokens made from it.
/// - `signin.rate.burst` (int, default 20, 1...10000), `signin.rate.minute` (int, default 60,
///   1...100000): attempts to sign in from one address; those that an API key with `session.manage`
///   vouches for count as requests of that key instead.
/// - `signin.threads` (int, default 2, 1...64): passwords hashed at a time.
/// - `assertion.key` (hexadecimal, at least 32 bytes, secret): the master key of the suite.
/// - `bootstrap.admin`, `bootstrap.password` (secret): the first account of an empty system.
/// - `bootstrap.api.key` (`sbk_` and 43 characters, secret): a key with all permissions for the
///   command line of this installation.
///
/// and those of ``EdgeConfiguration``.
struct GatewayConfiguration: Sendable {
    struct TLSFiles: Sendable {
        let certificate: String
        let key: String
    }

    var host: String
    var port: Int
    var tls: TLSFiles?
    var isTransportSecure: Bool
    var budget: Duration
    var limits: RequestReader.Limits
    var callerBurst: Int
    var callerPerSecond: Int
    var programBurst: Int
    var programPerSecond: Int
    var signInBurst: Int
    var signInPerMinute: Int
    var hashingThreads: Int
    var edge: EdgeConfiguration
    var masterKey: [UInt8]
    var assertionKey: AssertionKey
    var firstAdministrator: FirstAdministrator?
    var operatorKey: OperatorKey?

    init(reader: ConfigReader) throws(ConfigurationError) {
        let certificate = reader.optionalText("http.tls.certificate")
        let key = reader.optionalText("http.tls.key")
        switch (certificate, key) {
        case (let certificate?, let key?): self.tls = TLSFiles(certificate: certificate, key: key)
        case (nil, nil): self.tls = nil
        case (nil, _): throw .missing("http.tls.certificate")
        case (_, nil): throw .missing("http.tls.key")
        }
        self.host = reader.text("http.host", default: "127.0.0.1")
        self.port = try reader.integer("http.port", default: 8_080, in: 0...65_535)
        self.isTransportSecure = try reader.flag("http.secure", default: self.tls != nil)
        self.budget = try reader.seconds("http.budget.seconds", default: 10, in: 1...60)
        self.limits = RequestReader.Limits()
        self.limits.bodyBytes = try reader.integer(
            "http.body.bytes",
            default: self.limits.bodyBytes,
            in: 1_024...16_777_216
        )
        self.callerBurst = try reader.integer("http.rate.burst", default: 2_000, in: 1...1_000_000)
        self.callerPerSecond = try reader.integer(
            "http.rate.second",
            default: 1_000,
            in: 1...1_000_000
        )
        self.programBurst = try reader.integer(
            "http.rate.program.burst",
            default: 20_000,
            in: 1...1_000_000
        )
        self.programPerSecond = try reader.integer(
            "http.rate.program.second",
            default: 10_000,
            in: 1...1_000_000
        )
        self.signInBurst = try reader.integer("signin.rate.burst", default: 20, in: 1...10_000)
        self.signInPerMinute = try reader.integer(
            "signin.rate.minute",
            default: 60,
            in: 1...100_000
        )
        self.hashingThreads = try reader.integer("signin.threads", default: 2, in: 1...64)
        self.edge = try EdgeConfiguration(reader: reader)
        self.masterKey = try reader.secretKey(
            "assertion.key",
            minimumBytes: AssertionKey.minimumLength
        )
        guard let key = AssertionKey(bytes: self.masterKey) else { throw .missing("assertion.key") }
        self.assertionKey = key
        if let name = reader.optionalText("bootstrap.admin"),
            let password = reader.optionalText("bootstrap.password", isSecret: true)
        {
            self.firstAdministrator = FirstAdministrator(name: name, password: password)
        }
        if let text = reader.optionalText("bootstrap.api.key", isSecret: true) {
            guard let key = OperatorKey(text) else {
                throw .invalid("bootstrap.api.key", rule: "sbk_ and 43 characters", value: nil)
            }
            self.operatorKey = key
        }
    }
}
