import Contracts
import Postgres

/// What the database says about itself and about every service's messages.
struct DatabaseSurvey: Sendable {
    var version: String?
    var backlogs: [ServiceName: MessageBacklog] = [:]
    /// Why nothing could be read.
    var problem: String?

    static func read(in transaction: borrowing Transaction) throws -> Self {
        var survey = Self()
        let rows = try transaction.execute("SELECT current_setting('server_version') AS version")
        let version = try rows.first?.decode("version", as: String.self)
        survey.version = version?.split(separator: " ").first.map(String.init)
        for service in Suite.services {
            survey.backlogs[service] = try MessageBacklog.read(of: service, in: transaction)
        }
        return survey
    }
}
