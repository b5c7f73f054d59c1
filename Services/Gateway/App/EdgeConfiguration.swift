import Configuration
import GatewayDomain
import ServiceKit

/// How much of the gateway strangers can take, and whom it believes about where they are.
///
/// ## Configuration keys
/// - `http.connections` (int, default 2048, 1...100000): connections open at a time; further ones
///   wait to be accepted.
/// - `http.files` (int, default 4, 1...1000): files that are read or passed on at a time.
/// - `http.proxies` (addresses or CIDR ranges, separated by commas, default none): load balancers
///   whose `X-Forwarded-For` is believed.
/// - `credential.rate.burst` (int, default 100, 1...100000), `credential.rate.minute` (int, default
///   600, 1...1000000): wrong credentials from one address, each counted once.
struct EdgeConfiguration: Sendable {
    var connections: Int
    var files: Int
    var proxies: TrustedProxies
    var credentialBurst: Int
    var credentialPerMinute: Int

    init(reader: ConfigReader) throws(ConfigurationError) {
        self.connections = try reader.integer("http.connections", default: 2_048, in: 1...100_000)
        self.files = try reader.integer("http.files", default: 4, in: 1...1_000)
        self.credentialBurst = try reader.integer(
            "credential.rate.burst",
            default: 100,
            in: 1...100_000
        )
        self.credentialPerMinute = try reader.integer(
            "credential.rate.minute",
            default: 600,
            in: 1...1_000_000
        )
        var ranges: [AddressRange] = []
        for part in reader.text("http.proxies", default: "").split(separator: ",") {
            let text = String(part.filter { $0 != " " })
            guard let range = AddressRange(text) else {
                throw .invalid("http.proxies", rule: "addresses or CIDR ranges", value: text)
            }
            ranges.append(range)
        }
        self.proxies = TrustedProxies(ranges)
    }
}
