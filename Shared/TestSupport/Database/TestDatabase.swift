package import Postgres

/// A database that exists for one test.
package struct TestDatabase: Sendable {
    package let name: String
    /// Runs while the test does, with the rights of the first schema's service.
    package let pool: PostgresPool
    private let server: TestServer
    private let schemas: [TestSchema]

    /// How the service of `schema` connects, whose role has the name of the schema.
    package func configuration(for schema: String) -> PostgresConfiguration {
        self.server.configuration(
            database: self.name,
            schema: schema,
            role: TestSchema(name: schema, migrations: []).role
        )
    }

    /// How the owner of `schema` connects, as migrations do, for work that takes as long as it takes.
    package func ownerConfiguration(of schema: String) -> PostgresConfiguration {
        var configuration = self.server.configuration(
            database: self.name,
            schema: schema,
            role: TestSchema(name: schema, migrations: []).owner
        )
        configuration.statementTimeout = .zero
        return configuration
    }

    /// How the service of the first schema connects.
    package var configuration: PostgresConfiguration { self.pool.configuration }

    /// A superuser's access to the same database, for what no service may do.
    package var administration: PostgresConfiguration {
        self.server.configuration(database: self.name, schema: self.schemas.first?.name, role: nil)
    }

    init(name: String, server: TestServer, schemas: [TestSchema]) {
        self.name = name
        self.server = server
        self.schemas = schemas
        let schema = schemas.first
        self.pool = PostgresPool(
            server.configuration(database: name, schema: schema?.name, role: schema?.role)
        )
    }
}
