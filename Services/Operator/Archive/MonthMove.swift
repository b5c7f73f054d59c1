import Kernel
import Postgres

/// Takes a month to another table space, while everybody reads and posts.
///
/// `ALTER TABLE … SET TABLESPACE` keeps the partition locked while it copies, and whoever reads the
/// journal with it, which decisions on reversals do. So the month is copied beside itself, which
/// nobody notices because nothing is added to an old month, and the copy takes its place at once. A
/// move that ends in the middle has changed nothing, and is begun again.
struct MonthMove: Sendable {
    let month: JournalMonth
    let tablespace: String
    var limits = ArchiveLimits()

    /// - Parameter session: Of the owner of the journal.
    /// - Throws: ``OperatorFailure`` where the copy is not the same, or never got its turn.
    func run(on session: PostgresSession) async throws {
        try await self.copy(on: session)
        try await self.exchange(on: session)
    }

    /// Copies the month with its indexes, and compares every row.
    ///
    /// What an earlier attempt has left is thrown away.
    func copy(on session: PostgresSession) async throws {
        let (partition, draft) = (SQL.quoted(self.month.partition), SQL.quoted(self.month.draft))
        let (first, end) = (self.month.first, self.month.end)
        try await session.withTransaction(TransactionOptions(retries: 0)) { transaction in
            try transaction.execute(
                script: """
                    DROP TABLE IF EXISTS \(draft);
                    LOCK TABLE \(partition) IN SHARE MODE;
                    SET LOCAL default_tablespace = \(SQL.quoted(self.tablespace));
                    CREATE TABLE \(draft) (LIKE \(partition) INCLUDING ALL EXCLUDING INDEXES);
                    INSERT INTO \(draft) SELECT * FROM \(partition) ORDER BY recorded_at, id;
                    """
            )
            // Built from all rows at once an index takes a fraction of the time.
            for row in try transaction.execute(MonthIndexes.statements(of: self.month)) {
                try transaction.execute(script: row.decode(0))
            }
            try transaction.execute(
                script: """
                    SELECT check_entries_of('\(draft)');
                    ALTER TABLE \(draft) ADD CONSTRAINT recorded_in_this_month
                        CHECK (recorded_at >= '\(first)' AND recorded_at < '\(end)');
                    ANALYZE \(draft);
                    """
            )
            guard
                try self.sum(of: self.month.partition, in: transaction)
                    == self.sum(of: self.month.draft, in: transaction)
            else {
                throw OperatorFailure(
                    "the copy of \(self.month.name) is not what was copied",
                    next: "look at the table space; nothing was changed"
                )
            }
        }
    }

    /// How many rows a table has, and a sum over all that is in them.
    private func sum(
        of table: String,
        in transaction: borrowing Transaction
    ) throws -> String {
        try transaction.execute(
            """
            SELECT count(*) || ' ' || coalesce(sum(hashtextextended(movement::text, 0)), 0)
            FROM \(identifier: table) AS movement
            """
        )[0].decode(0)
    }

    /// Puts the copy in the place of the month, as soon as nobody uses the journal for a moment.
    func exchange(on session: PostgresSession) async throws {
        for attempt in 1...self.limits.attempts {
            do {
                return try await self.tryExchange(on: session)
            } catch let error as PostgresError where error.code == .timeout {
                guard attempt < self.limits.attempts else { break }
                try await Task.sleep(for: self.limits.pause)
            }
        }
        throw OperatorFailure(
            "the journal was in use whenever \(self.month.name) was to be exchanged",
            next: "try again when no long report runs; nothing was changed"
        )
    }

    /// The journal first, as everybody does, so that nobody waits in a circle.
    private func tryExchange(on session: PostgresSession) async throws {
        let (partition, draft) = (SQL.quoted(self.month.partition), SQL.quoted(self.month.draft))
        let (first, end) = (self.month.first, self.month.end)
        let timeout = self.limits.lockTimeout.wholeMilliseconds
        try await session.withTransaction(TransactionOptions(retries: 0)) { transaction in
            try transaction.execute(
                script: """
                    SET LOCAL lock_timeout = \(timeout);
                    LOCK TABLE ONLY movement IN ACCESS EXCLUSIVE MODE;
                    ALTER TABLE movement DETACH PARTITION \(partition);
                    DROP TABLE \(partition);
                    ALTER TABLE \(draft) RENAME TO \(partition);
                    ALTER TABLE movement ATTACH PARTITION \(partition)
                        FOR VALUES FROM ('\(first)') TO ('\(end)');
                    ALTER TABLE \(partition) DROP CONSTRAINT recorded_in_this_month;
                    """
            )
        }
    }
}
