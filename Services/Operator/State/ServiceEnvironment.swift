import Contracts
import Messaging

/// What a service is told when it serves, whoever starts it.
struct ServiceEnvironment: Sendable {
    /// What only the gateway is told.
    struct Gateway: Sendable {
        let port: Int
        let apiKey: String
        /// The first account, with a one-time password.
        let administrator: (name: String, password: String)?
    }

    /// What only the ledger is told.
    struct Ledger: Sendable {
        /// Keys that sign checkpoints, one in each line.
        let sealKeyFile: String
        /// Where checkpoints are exported to.
        let checkpointFolder: String
    }

    /// Where everything listens.
    let host: String
    /// Where it signs in with its own role.
    let database: String
    /// Where it signs in to the virtual hosts that it uses.
    let broker: [VirtualHost: String]
    /// Where it answers about its health.
    let port: Int
    let assertionKey: String
    var gateway: Gateway?
    var ledger: Ledger?

    /// The environment of the process: `shared` and what is its own.
    func variables(_ shared: [String: String]) -> [String: String] {
        var variables = shared
        variables["STOCKBOOK_POSTGRES_URL"] = self.database
        variables["STOCKBOOK_BROKER_URL"] = self.broker[.suite]
        variables["STOCKBOOK_POS_BROKER_URL"] = self.broker[.pos]
        variables["STOCKBOOK_ADMIN_HOST"] = self.host
        variables["STOCKBOOK_ADMIN_PORT"] = String(self.port)
        variables["STOCKBOOK_ASSERTION_KEY"] = self.assertionKey
        if let ledger = self.ledger {
            variables["STOCKBOOK_LEDGER_SEALS_KEY_FILE"] = ledger.sealKeyFile
            variables["STOCKBOOK_LEDGER_CHECKPOINTS_FOLDER"] = ledger.checkpointFolder
        }
        guard let gateway = self.gateway else { return variables }
        variables["STOCKBOOK_HTTP_HOST"] = self.host
        variables["STOCKBOOK_HTTP_PORT"] = String(gateway.port)
        variables["STOCKBOOK_BOOTSTRAP_API_KEY"] = gateway.apiKey
        if let (name, password) = gateway.administrator {
            variables["STOCKBOOK_BOOTSTRAP_ADMIN"] = name
            variables["STOCKBOOK_BOOTSTRAP_PASSWORD"] = password
        }
        return variables
    }
}
