import FoundationEssentials
package import Postgres

/// Runs `body` with a database of its own, which is dropped afterwards.
///
/// The schema of a service is migrated by its owner and used by its role, with the rights that the
/// migrations grant; any other schema belongs to the administrator.
///
/// - Throws: ``TestServerMissing`` without `STOCKBOOK_TEST_POSTGRES`; mark such tests
///   `.requiresPostgres`.
package func withTestDatabase<Value: Sendable>(
    schema: String = "test",
    migrations: [Migration] = [],
    _ body: (TestDatabase) async throws -> Value
) async throws -> Value {
    try await withTestDatabase(
        schemas: [TestSchema(name: schema, migrations: migrations)],
        body
    )
}

/// Runs `body` with a database of its own that has several schemas.
package func withTestDatabase<Value: Sendable>(
    schemas: [TestSchema],
    on server: TestServer? = .configured,
    _ body: (TestDatabase) async throws -> Value
) async throws -> Value {
    guard let server else { throw TestServerMissing() }
    let template = try TestTemplate(server: server, schemas: schemas)
    let unique = UUID().uuidString.lowercased().filter { $0 != "-" }
    let name = "stockbook_test_\(unique)"
    try await PostgresSession.with(server.administration) { session in
        try await template.make(on: session)
        try await session.execute(script: "CREATE DATABASE \(name) TEMPLATE \(template.name)")
    }
    let database = TestDatabase(name: name, server: server, schemas: schemas)
    do {
        let value = try await withPool(database.pool) { try await body(database) }
        try await drop(name, on: server)
        return value
    } catch {
        try await drop(name, on: server)
        throw error
    }
}

/// Runs `body` while `pool` runs.
package func withPool<Value: Sendable>(
    _ pool: PostgresPool,
    _ body: () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await pool.run() }
        defer { group.cancelAll() }
        return try await body()
    }
}

/// There is no server to make a test database on.
package struct TestServerMissing: Error {}

private func drop(_ name: String, on server: TestServer) async throws {
    try await PostgresSession.with(server.administration) { session in
        try await session.execute(script: "DROP DATABASE \(name) WITH (FORCE)")
    }
}
