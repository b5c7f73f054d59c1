import Synchronization
import TestSupport
import Testing

@testable import Postgres

/// Reads that share the sessions of a pool.
@Suite(.requiresPostgres) struct PoolReadTests {
    private func configuration(of database: TestDatabase) -> PostgresConfiguration {
        var configuration = database.administration
        configuration.maximumConnections = 1
        return configuration
    }

    /// Holds the only session until `end`.
    private func hold(_ pool: PostgresPool, _ isHeld: Signal, until end: Signal) async throws {
        try await pool.withTransaction { transaction in
            try transaction.execute("SELECT 1")
            isHeld.raise()
            end.wait()
        }
    }

    @Test func `reads that come together are answered each by its own rows`() async throws {
        try await withTestDatabase { database in
            let pool = PostgresPool(self.configuration(of: database))
            try await withPool(pool) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            guard number % 10 != 0 else {
                                // The fault of one is not felt by the others.
                                await #expect(throws: PostgresError.self) {
                                    try await pool.read("SELECT 1 / (\(number) - \(number))")
                                }
                                return
                            }
                            let rows = try await pool.read([
                                "SELECT \(number)", "SELECT \(-number)",
                            ])
                            #expect(try rows.map { try $0[0].decode(0) } == [number, -number])
                        }
                    }
                    try await group.waitForAll()
                }
            }
            #expect(pool.state.withLock { $0.reads.servers } == 0)
        }
    }

    @Test func `readers without end keep no transaction waiting`() async throws {
        try await withTestDatabase { database in
            let pool = PostgresPool(self.configuration(of: database))
            try await withPool(pool) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            do {
                                while !Task.isCancelled {
                                    _ = try await pool.read("SELECT pg_sleep(0.001)")
                                }
                            } catch is CancellationError {}
                        }
                    }
                    for _ in 0..<20 { try await pool.check() }
                    group.cancelAll()
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test func `without a free session a read ends with a clear error`() async throws {
        try await withTestDatabase { database in
            var configuration = self.configuration(of: database)
            configuration.acquireTimeout = .milliseconds(200)
            let pool = PostgresPool(configuration)
            let (isHeld, isTried) = (Signal(), Signal())
            try await withPool(pool) {
                // The first connection can take longer than that.
                try await eventually("a connection was made") {
                    do {
                        try await pool.check()
                        return true
                    } catch let error as PostgresError where error.code == .poolExhausted {
                        return false
                    }
                }
                async let holder: Void = self.hold(pool, isHeld, until: isTried)
                try await database.pool.withTransaction { _ in isHeld.wait() }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<3 {
                        group.addTask {
                            let error = await #expect(throws: PostgresError.self) {
                                try await pool.read("SELECT 1")
                            }
                            #expect(error?.code == .poolExhausted)
                        }
                    }
                    try await group.waitForAll()
                }
                isTried.raise()
                try await holder
                #expect(try await pool.read("SELECT \(1)")[0].decode(0) == 1)
            }
        }
    }

    @Test func `a reader that is cancelled stops waiting`() async throws {
        try await withTestDatabase { database in
            let pool = PostgresPool(self.configuration(of: database))
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await pool.read("SELECT 1") }
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
        }
    }

    @Test func `a session that the server ended is replaced for a read`() async throws {
        try await withTestDatabase { database in
            let pool = PostgresPool(self.configuration(of: database))
            try await withPool(pool) {
                for _ in 0..<3 {
                    let process: Int32 = try await pool.read("SELECT pg_backend_pid()")[0].decode(0)
                    _ = try await database.pool.read("SELECT pg_terminate_backend(\(process))")
                    let next: Int32 = try await pool.read("SELECT pg_backend_pid()")[0].decode(0)
                    #expect(next != process)
                }
            }
        }
    }

    @Test func `a closed pool refuses a read`() async throws {
        try await withTestDatabase { database in
            let pool = PostgresPool(self.configuration(of: database))
            try await withPool(pool) { _ = try await pool.read("SELECT 1") }
            let error = await #expect(throws: PostgresError.self) {
                try await pool.read("SELECT 1")
            }
            #expect(error?.reason == "the pool is closed")
        }
    }
}
