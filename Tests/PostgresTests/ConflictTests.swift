import Postgres
import Synchronization
import TestSupport
import Testing

/// Conflicts that PostgreSQL really reports.
@Suite(.requiresPostgres) struct ConflictTests {
    private func withThings(_ body: (PostgresPool) async throws -> Void) async throws {
        try await withTestDatabase(migrations: [ThingTable.migration]) { database in
            try await database.pool.withTransaction { transaction in
                try ThingTable.insert(1, in: transaction)
                try ThingTable.insert(2, in: transaction)
            }
            try await body(database.pool)
        }
    }

    private static func increment(_ id: Int, in transaction: borrowing Transaction) throws {
        try transaction.execute("UPDATE thing SET amount = amount + 1 WHERE id = \(id)")
    }

    private func amounts(_ pool: PostgresPool) async throws -> [Int] {
        try await pool.withTransaction { transaction in
            try transaction.execute("SELECT amount FROM thing ORDER BY id")
                .map { try $0.decode("amount") }
        }
    }

    @Test func `a serialization failure runs the whole body again`() async throws {
        try await self.withThings { pool in
            let attempts = Mutex(0)
            let hasRead = Signal()
            let hasChanged = Signal()
            async let slow: Void = pool.withTransaction(
                TransactionOptions(isolation: .serializable)
            ) { transaction in
                _ = try transaction.execute("SELECT amount FROM thing")
                let isFirst = attempts.withLock { count in
                    count += 1
                    return count == 1
                }
                if isFirst {
                    hasRead.raise()
                    hasChanged.wait()
                }
                try Self.increment(1, in: transaction)
            }
            try await pool.withTransaction { transaction in
                hasRead.wait()
                try Self.increment(1, in: transaction)
            }
            hasChanged.raise()
            try await slow
            #expect(attempts.withLock { $0 } == 2)
            #expect(try await self.amounts(pool) == [2, 0])
        }
    }

    @Test func `a deadlock runs one of the bodies again`() async throws {
        try await self.withThings { pool in
            let (one, two) = (Signal(), Signal())
            let attempts = try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask { try await Self.change(1, 2, pool, lockedFirst: one, await: two) }
                group.addTask { try await Self.change(2, 1, pool, lockedFirst: two, await: one) }
                return try await group.reduce(0, +)
            }
            #expect(attempts >= 3)
            #expect(try await self.amounts(pool) == [2, 2])
        }
    }

    /// Changes two rows, and in between waits once for another who does the same in reverse.
    ///
    /// - Returns: How many attempts it took.
    private static func change(
        _ first: Int,
        _ second: Int,
        _ pool: PostgresPool,
        lockedFirst mine: Signal,
        await theirs: Signal
    ) async throws -> Int {
        let attempts = Mutex(0)
        try await pool.withTransaction { transaction in
            let isFirstAttempt = attempts.withLock { count in
                count += 1
                return count == 1
            }
            try transaction.execute("SET LOCAL deadlock_timeout = '20ms'")
            try Self.increment(first, in: transaction)
            if isFirstAttempt {
                mine.raise()
                theirs.wait()
            }
            try Self.increment(second, in: transaction)
        }
        return attempts.withLock { $0 }
    }

    @Test func `retries end`() async throws {
        try await self.withThings { pool in
            let attempts = Mutex(0)
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction(TransactionOptions(retries: 2)) { transaction in
                    attempts.withLock { $0 += 1 }
                    try transaction.execute(
                        script: "do $$ begin raise exception 'no' using errcode = '40001'; end $$"
                    )
                }
            }
            #expect(error?.code == .conflict)
            #expect(attempts.withLock { $0 } == 3)
        }
    }

    @Test func `a lock that is not granted in time is asked for again`() async throws {
        try await self.withThings { pool in
            let attempts = Mutex(0)
            let isLocked = Signal()
            let hasFailed = Signal()
            async let holder: Void = pool.withTransaction { transaction in
                try Self.increment(1, in: transaction)
                isLocked.raise()
                hasFailed.wait()
            }
            try await pool.withTransaction { transaction in
                let attempt = attempts.withLock { count in
                    count += 1
                    return count
                }
                if attempt == 1 { isLocked.wait() } else { hasFailed.raise() }
                let patience = attempt == 1 ? "20ms" : "20s"
                try transaction.execute(SQL(verbatim: "SET LOCAL lock_timeout = '\(patience)'"))
                try Self.increment(1, in: transaction)
            }
            try await holder
            #expect(attempts.withLock { $0 } == 2)
            #expect(try await self.amounts(pool) == [2, 0])
        }
    }
}
