import Contracts
import FoundationEssentials

/// A Stockbook as it is set up: its folder, its servers and its services.
struct Suite: Sendable {
    /// The services, in the order in which they start.
    static let services: [ServiceName] = [.catalog, .ledger, .posIngest, .gateway]
    /// The database that holds a schema per service.
    static let database = "stockbook"
    /// Where everything listens.
    static let host = "127.0.0.1"

    let folder: StateFolder
    /// The administrator's URL of the database server.
    let postgres: ServerURL
    /// The administrator's URL of the broker.
    let broker: ServerURL
    /// The administrator's URL of the broker's management API.
    let brokerAPI: ServerURL
    /// Variables of the caller that every service gets, such as `STOCKBOOK_LOG_LEVEL`.
    let shared: [String: String]

    init(folder: StateFolder, environment: [String: String]) throws {
        func url(_ variable: String) throws -> ServerURL {
            guard let text = environment[variable] else {
                throw OperatorFailure("\(variable) is not set", next: "call ./stockbook")
            }
            return try ServerURL(text, named: variable)
        }
        self.folder = folder
        self.postgres = try url("STOCKBOOK_POSTGRES_ADMIN_URL")
        self.broker = try url("STOCKBOOK_BROKER_ADMIN_URL")
        self.brokerAPI = try url("STOCKBOOK_BROKER_API_URL")
        self.shared = environment.filter { name, _ in
            Self.inherited.contains(name)
                || (name.hasPrefix("STOCKBOOK_") && !Self.isOurs(name))
        }
    }

    /// The administrator's URL of the database that the services share.
    var database: ServerURL { self.postgres.at(Self.database) }

    /// Where a browser or a script finds the gateway.
    func gatewayURL() throws -> String {
        "http://\(Self.host):\(try self.folder.port("gateway"))"
    }

    /// Where a service answers about its health.
    func healthURL(of service: ServiceName) throws -> String {
        "http://\(Self.host):\(try self.folder.port("\(service.rawValue)-admin"))"
    }

    /// Variables of the operating system that a process cannot do without.
    private static let inherited: Set<String> = ["PATH", "LANG", "TZ", "TMPDIR"]

    /// Whether a variable speaks to the launcher, and so not to a service.
    private static func isOurs(_ name: String) -> Bool {
        let words = [
            "ADMIN_URL", "API_URL", "STATE", "BUILD", "ACCOUNT", "READY_SECONDS", "HTTP_PORT",
            "LAUNCHER",
        ]
        return name.hasPrefix("STOCKBOOK_TEST_") || words.contains { name.hasSuffix("_\($0)") }
    }
}
