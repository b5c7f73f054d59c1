import Postgres
import TestSupport
import Testing

/// The session ends while the commit is under way.
@Suite(.requiresPostgres) struct CommitUnknownTests {
    /// A table whose transactions take long to commit.
    private static let slowCommit = Migration(
        name: "V0002_slow_commit",
        sql: """
            create function sleep() returns trigger language plpgsql as
                $$ begin perform pg_sleep(60); return null; end $$;
            create constraint trigger commit_is_slow after insert on thing
                deferrable initially deferred for each row execute function sleep();
            """
    )

    private static func failure(
        of body: @Sendable () async throws -> Void
    ) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch { return error }
    }

    @Test func `a session that ends during a slow commit leaves it unknown`() async throws {
        try await withTestDatabase(
            migrations: [ThingTable.migration, Self.slowCommit]
        ) { database in
            async let commit = Self.failure {
                try await database.pool.withTransaction { try ThingTable.insert(1, in: $0) }
            }
            try await eventually("the commit was under way") {
                try await database.pool.withTransaction { transaction in
                    let ended = try transaction.execute(
                        """
                        SELECT pg_terminate_backend(pid)
                        FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event = 'PgSleep'
                        """
                    )
                    return !ended.isEmpty
                }
            }
            let error = await commit as? PostgresError
            #expect(error?.code == .commitUnknown)
            #expect(error?.isTransient == false)
            #expect(try await ThingTable.ids(database.pool).isEmpty)
        }
    }

    @Test func `a commit whose answer is lost is unknown, and took place`() async throws {
        try await withTestDatabase(migrations: [ThingTable.migration]) { database in
            try await withFaultProxy(to: database.administration.url) { proxy in
                var configuration = database.administration
                configuration.url = proxy.url(configuration.url)
                let pool = PostgresPool(configuration)
                try await withPool(pool) {
                    async let commit = Self.failure {
                        try await pool.withTransaction { transaction in
                            try ThingTable.insert(1, in: transaction)
                            proxy.set(.drop, .toClient)
                        }
                    }
                    try await eventually("the commit took place") {
                        try await ThingTable.ids(database.pool) == [1]
                    }
                    proxy.cut()
                    proxy.set(.none)
                    let error = await commit as? PostgresError
                    #expect(error?.code == .commitUnknown)
                    #expect(try await ThingTable.ids(pool) == [1])
                }
            }
        }
    }
}
