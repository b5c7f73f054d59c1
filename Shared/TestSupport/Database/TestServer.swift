import FoundationEssentials
import Postgres

/// The PostgreSQL that tests make their databases on.
package struct TestServer: Sendable {
    /// The connection URL of an administrator.
    package let url: String

    /// The server that `STOCKBOOK_TEST_POSTGRES` names; `nil` where it names none.
    package static let configured = ProcessInfo.processInfo
        .environment["STOCKBOOK_TEST_POSTGRES"].map(TestServer.init(url:))

    /// For the maintenance database; patient, because copying databases takes its time.
    var administration: PostgresConfiguration {
        PostgresConfiguration(
            url: self.url,
            connectTimeout: .seconds(30),
            statementTimeout: .seconds(120),
            lockTimeout: .seconds(120),
            applicationName: "stockbook-tests"
        )
    }

    /// For a database of this server, with the rights of `role`.
    ///
    /// The session signs in as the administrator and then takes the role, so that the roles need
    /// no passwords.
    func configuration(
        database: String,
        schema: String?,
        role: String?
    ) -> PostgresConfiguration {
        PostgresConfiguration(
            url: self.url(database: database, role: role),
            acquireTimeout: .seconds(30),
            connectTimeout: .seconds(30),
            statementTimeout: .seconds(30),
            lockTimeout: .seconds(20),
            applicationName: "stockbook-tests",
            schema: schema
        )
    }

    /// The URL with another path, and the role as an option of the session.
    private func url(database: String, role: String?) -> String {
        let parts = self.url.split(separator: "?", maxSplits: 1)
        let scheme = parts[0].firstRange(of: "://")?.upperBound ?? parts[0].startIndex
        let authority = parts[0][scheme...].prefix { $0 != "/" }
        var query = parts.dropFirst().map(String.init)
        if let role { query.append("options=-c%20role%3D\(role)") }
        let suffix = query.isEmpty ? "" : "?" + query.joined(separator: "&")
        return "\(parts[0][..<scheme])\(authority)/\(database)\(suffix)"
    }
}
