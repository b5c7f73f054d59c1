package import Postgres

/// A schema of a test database and the steps that lead to it.
package struct TestSchema: Sendable {
    package let name: String
    package let migrations: [Migration]

    package init(name: String, migrations: [Migration]) {
        self.name = name
        self.migrations = migrations
    }

    /// The schemas of the services, which `deploy/postgres/roles.sql` makes with a role each.
    static let ofServices: Set<String> = ["catalog", "ledger", "pos_ingest", "gateway"]

    /// Who runs the migrations; `nil` for the administrator.
    var owner: String? { self.role.map { "\($0)_owner" } }

    /// Whom the service signs in as; `nil` for the administrator.
    var role: String? { TestSchema.ofServices.contains(self.name) ? self.name : nil }
}
