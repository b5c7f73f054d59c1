import Synchronization
import TestSupport
import Testing

@testable import Postgres

@Suite(.requiresPostgres) struct PoolTests {
    private func configuration(
        of database: TestDatabase,
        connections: Int = 1
    ) -> PostgresConfiguration {
        var configuration = database.administration
        configuration.maximumConnections = connections
        return configuration
    }

    private static func processID(_ pool: PostgresPool) async throws -> Int32 {
        try await pool.withTransaction { transaction in
            try transaction.execute("SELECT pg_backend_pid()")[0].decode(0)
        }
    }

    private static func end(_ processID: Int32, _ pool: PostgresPool) async throws {
        try await pool.withTransaction { transaction in
            _ = try transaction.execute("SELECT pg_terminate_backend(\(processID))")
        }
    }

    @Test func `a connection is used again`() async throws {
        try await withTestDatabase { database in
            let first = try await Self.processID(database.pool)
            #expect(try await Self.processID(database.pool) == first)
        }
    }

    @Test func `many callers share few connections`() async throws {
        try await withTestDatabase { database in
            let processes = try await withThrowingTaskGroup(of: Int32.self) { group in
                for _ in 0..<100 { group.addTask { try await Self.processID(database.pool) } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(processes.count <= database.configuration.maximumConnections)
        }
    }

    @Test func `a pool that does not run yet is waited for`() async throws {
        try await withTestDatabase { database in
            let pool = PostgresPool(self.configuration(of: database))
            try await withThrowingTaskGroup(of: Int32?.self) { group in
                group.addTask { try await Self.processID(pool) }
                try await eventually("the caller waited") {
                    pool.state.withLock { !$0.pool.waiters.isEmpty }
                }
                group.addTask {
                    try await pool.run()
                    return nil
                }
                #expect(try await group.next() != .some(nil))
                group.cancelAll()
            }
        }
    }

    @Test func `without a free connection the wait ends with a clear error`() async throws {
        try await withTestDatabase { database in
            var configuration = self.configuration(of: database)
            configuration.acquireTimeout = .milliseconds(50)
            let pool = PostgresPool(configuration)
            let isHeld = Signal()
            let isTried = Signal()
            try await withPool(pool) {
                async let holder: Void = self.hold(pool, isHeld, until: isTried)
                try await self.wait(for: isHeld, database.pool)
                let error = await #expect(throws: PostgresError.self) {
                    try await Self.processID(pool)
                }
                #expect(error?.code == .poolExhausted)
                #expect(error?.reason.hasPrefix("all 1 sessions stayed in use for 0.05") == true)
                isTried.raise()
                try await holder
            }
        }
    }

    /// Retries, because the first connection can take longer than a short acquire timeout.
    private func hold(
        _ pool: PostgresPool,
        _ isHeld: Signal,
        until end: Signal
    ) async throws {
        try await eventually("a connection was made") {
            do {
                _ = try await Self.processID(pool)
                return true
            } catch let error as PostgresError where error.code == .poolExhausted {
                return false
            }
        }
        try await pool.withTransaction { transaction in
            try transaction.execute("SELECT 1")
            isHeld.raise()
            end.wait()
        }
    }

    /// Waits on the thread of another connection, because tasks must not block theirs.
    private func wait(for semaphore: Signal, _ pool: PostgresPool) async throws {
        try await pool.withTransaction { _ in semaphore.wait() }
    }

    @Test func `a caller that is cancelled stops waiting`() async throws {
        try await withTestDatabase { database in
            let pool = PostgresPool(self.configuration(of: database))
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await Self.processID(pool) }
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
        }
    }

    @Test func `a session that the server ended while idle goes unnoticed`() async throws {
        try await withTestDatabase { database in
            let pool = PostgresPool(self.configuration(of: database))
            try await withPool(pool) {
                let first = try await Self.processID(pool)
                try await Self.end(first, database.pool)
                #expect(try await Self.processID(pool) != first)
            }
        }
    }

    @Test func `a session that the server ended in a transaction is replaced`() async throws {
        try await withTestDatabase(migrations: [ThingTable.migration]) { database in
            let pool = PostgresPool(self.configuration(of: database))
            let attempts = Mutex(0)
            try await withPool(pool) {
                try await pool.withTransaction { transaction in
                    let attempt = attempts.withLock { count in
                        count += 1
                        return count
                    }
                    try ThingTable.insert(attempt, in: transaction)
                    if attempt == 1 {
                        try transaction.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                    }
                }
                #expect(try await ThingTable.ids(pool) == [2])
            }
        }
    }

    @Test func `a server that turned into a standby is left`() async throws {
        try await withTestDatabase(migrations: [ThingTable.migration]) { database in
            let pool = PostgresPool(self.configuration(of: database))
            try await withPool(pool) {
                let first = try await Self.processID(pool)
                try await pool.withTransaction {
                    try $0.execute(script: "set default_transaction_read_only = on")
                }
                let notReady = await #expect(throws: PostgresError.self) { try await pool.check() }
                #expect(notReady?.code == .readOnly)
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.withTransaction { try ThingTable.insert(1, in: $0) }
                }
                #expect(error?.code == .readOnly)
                #expect(try await Self.processID(pool) != first)
                try await pool.check()
            }
        }
    }

    @Test func `a server that comes back is found`() async throws {
        try await withTestDatabase { database in
            try await withFaultProxy(to: database.administration.url) { proxy in
                var configuration = self.configuration(of: database)
                configuration.url = proxy.url(configuration.url)
                configuration.acquireTimeout = .milliseconds(200)
                let pool = PostgresPool(configuration)
                proxy.refuse(true)
                try await withPool(pool) {
                    try await eventually("the server was missed") {
                        do {
                            try await pool.check()
                            return false
                        } catch let error as PostgresError {
                            return error.code == .connection
                        }
                    }
                    proxy.refuse(false)
                    try await eventually("the server was found") {
                        do {
                            try await pool.check()
                            return true
                        } catch let error as PostgresError where error.isTransient {
                            return false
                        }
                    }
                }
            }
        }
    }

    @Test func `a server that falls silent is given up`() async throws {
        try await withTestDatabase { database in
            try await withFaultProxy(to: database.administration.url) { proxy in
                var configuration = self.configuration(of: database)
                configuration.url = proxy.url(configuration.url)
                configuration.statementTimeout = .milliseconds(100)
                configuration.silenceMargin = .milliseconds(100)
                let pool = PostgresPool(configuration)
                try await withPool(pool) {
                    try await pool.check()
                    proxy.set(.freeze)
                    let error = await #expect(throws: PostgresError.self) { try await pool.check() }
                    #expect(error?.code == .timeout)
                    #expect(error?.sqlState == nil)
                    proxy.set(.none)
                    try await pool.check()
                }
            }
        }
    }

    @Test func `a pool that closes waits for the transactions in it`() async throws {
        try await withTestDatabase(migrations: [ThingTable.migration]) { database in
            let pool = PostgresPool(self.configuration(of: database))
            let (isHeld, end) = (Signal(), Signal())
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await pool.withTransaction { transaction in
                        try ThingTable.insert(1, in: transaction)
                        isHeld.raise()
                        end.wait()
                    }
                }
                group.addTask {
                    try await eventually("the pool closed") {
                        do {
                            try await pool.check()
                            return false
                        } catch let error as PostgresError {
                            return error.reason == "the pool is closed"
                        }
                    }
                    end.raise()
                }
                try await withPool(pool) { try await self.wait(for: isHeld, database.pool) }
                try await group.waitForAll()
            }
            #expect(try await ThingTable.ids(database.pool) == [1])
        }
    }

    @Test func `a closed pool refuses`() async throws {
        try await withTestDatabase { database in
            let pool = PostgresPool(self.configuration(of: database))
            try await withPool(pool) { _ = try await Self.processID(pool) }
            let error = await #expect(throws: PostgresError.self) { try await pool.check() }
            #expect(error?.reason == "the pool is closed")
        }
    }

    @Test func `a URL that is malformed is refused`() async throws {
        var configuration = PostgresConfiguration(url: "postgresql://[::1")
        configuration.acquireTimeout = .milliseconds(50)
        let pool = PostgresPool(configuration)
        try await withPool(pool) {
            try await eventually("the URL was refused") {
                do {
                    try await pool.check()
                    return true
                } catch let error as PostgresError {
                    return error.reason == "the connection URL is malformed"
                }
            }
        }
    }
}
