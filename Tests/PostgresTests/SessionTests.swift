import Postgres
import TestSupport
import Testing

@Suite(.requiresPostgres) struct SessionTests {
    private static let lock = AdvisoryLock(category: 1, key: 2)

    @Test func `a lock is held by one at a time`() async throws {
        try await withTestDatabase { database in
            let answer = try await database.pool.withAdvisoryLock(Self.lock) { _ in
                try await database.pool.withAdvisoryLock(Self.lock) { _ in 1 }
            }
            #expect(answer == .some(nil))
            let again = try await database.pool.withAdvisoryLock(Self.lock) { _ in 2 }
            #expect(again == 2)
        }
    }

    @Test func `the session that holds a lock runs transactions`() async throws {
        try await withTestDatabase(migrations: [ThingTable.migration]) { database in
            try await database.pool.withAdvisoryLock(Self.lock) { session in
                try await session.withTransaction { try ThingTable.insert(1, in: $0) }
                #expect(await session.isAlive())
            }
            #expect(try await ThingTable.ids(database.pool) == [1])
        }
    }

    @Test func `a session that holds a lock says what it is for`() async throws {
        try await withTestDatabase { database in
            let name = try await database.pool.withAdvisoryLock(Self.lock, for: "keeper") {
                session in
                try await session.withTransaction { transaction in
                    try transaction.execute(
                        """
                        SELECT application_name
                        FROM pg_stat_activity
                        WHERE pid = pg_backend_pid()
                        """
                    )[0].decode(0, as: String.self)
                }
            }
            #expect(name == "stockbook-tests keeper")
        }
    }

    @Test func `a session that the server ended is dead, and its lock free`() async throws {
        try await withTestDatabase { database in
            try await database.pool.withAdvisoryLock(Self.lock) { session in
                let processID: Int32 = try await session.withTransaction { transaction in
                    try transaction.execute("SELECT pg_backend_pid()")[0].decode(0)
                }
                try await database.pool.withTransaction { transaction in
                    _ = try transaction.execute(
                        "SELECT pg_terminate_backend(\(processID)) FROM pg_stat_activity LIMIT 1"
                    )
                }
                try await eventually("the session died") { await !session.isAlive() }
                let error = await #expect(throws: PostgresError.self) {
                    try await session.withTransaction { _ = try $0.execute("SELECT 1") }
                }
                #expect(error?.code == .connection)
                let other = try await database.pool.withAdvisoryLock(Self.lock) { _ in true }
                #expect(other == true)
            }
        }
    }

    @Test func `only a session that may do things twice does not wait for the disk`() async throws {
        try await withTestDatabase { database in
            @Sendable func setting(_ transaction: borrowing Transaction) throws -> String {
                try transaction.execute("SHOW synchronous_commit")[0].decode(0)
            }
            #expect(try await database.pool.withTransaction { try setting($0) } == "on")
            for traits in [SessionTraits(), .prefersIndexes, .flushesLater] {
                let found = try await database.pool.withDedicatedSession(traits) { session in
                    try await session.withTransaction { try setting($0) }
                }
                #expect(found == (traits == .flushesLater ? "off" : "on"))
            }
        }
    }

    @Test func `a session is configured from its first statement on`() async throws {
        try await withTestDatabase(schema: "ledger") { database in
            let row = try await database.pool.withTransaction { transaction in
                try transaction.execute(
                    """
                    SELECT current_setting('search_path') AS path, current_user::text AS role,
                        current_setting('lock_timeout') AS lock_timeout,
                        current_setting('timezone') AS zone,
                        current_setting('application_name') AS application
                    """
                )[0]
            }
            #expect(try row.decode("path", as: String.self) == "\"ledger\",public")
            #expect(try row.decode("role", as: String.self) == "ledger")
            #expect(try row.decode("lock_timeout", as: String.self) == "20s")
            #expect(try row.decode("zone", as: String.self) == "UTC")
            #expect(try row.decode("application", as: String.self) == "stockbook-tests")
        }
    }
}
