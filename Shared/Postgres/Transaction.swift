import Kernel

/// Permission to run statements in the transaction that is open; valid inside the closure only.
///
/// It cannot be copied or kept, and its methods do not suspend: they wait on the thread of the
/// connection, so a body must do nothing else that takes long while rows are locked.
package struct Transaction: ~Copyable {
    private let session: Session

    // Inlined, the optimizer of Swift 6.3 builds the value from a borrowed session and gives up.
    @inline(never)
    init(session: Session) {
        self.session = session
    }

    /// Runs `statement` and returns its rows.
    ///
    /// - Throws: ``PostgresError``. The transaction has then failed, and swallowing the error does
    ///   not save it: outside of a savepoint nothing of it is committed.
    @discardableResult
    package func execute(_ statement: SQL) throws -> Rows {
        try self.pipeline([statement])[0]
    }

    /// Runs `statements` in one round trip per thousand and returns their rows in order.
    ///
    /// - Throws: ``PostgresError`` of the first statement that failed; those after it were not run.
    @discardableResult
    package func pipeline(_ statements: [SQL]) throws -> [Rows] {
        for statement in statements { try Self.check(statement) }
        guard statements.count > Session.maximumBatch else {
            return statements.isEmpty ? [] : try self.session.run(statements)
        }
        var rows: [Rows] = []
        rows.reserveCapacity(statements.count)
        for start in stride(from: 0, to: statements.count, by: Session.maximumBatch) {
            let end = min(start + Session.maximumBatch, statements.count)
            rows += try self.session.run(Array(statements[start..<end]))
        }
        return rows
    }

    /// Runs `statement` with the next one, or with the commit, in the same round trip.
    ///
    /// For writes whose result nobody needs. That it fails shows there: the statement that it travels
    /// with throws, or the transaction does instead of committing.
    ///
    /// - Throws: ``PostgresError`` for a statement with too many parameters.
    package func post(_ statement: SQL) throws {
        try Self.check(statement)
        self.session.post(statement)
    }

    private static func check(_ statement: SQL) throws {
        guard statement.parameters.count <= SQL.maximumParameters else {
            throw PostgresError(.server, "a statement has more than 65535 parameters")
        }
    }

    /// Has the statements that follow planned for their values, each time they run.
    ///
    /// For searches, where the best way depends on how much a pattern matches, and for sums over
    /// as much as somebody asks for; other statements are planned once for all values, which costs a
    /// small one most of its time.
    package func planForValues() {
        self.session.deferred.append("SET LOCAL plan_cache_mode = force_custom_plan")
    }

    /// Lets the statements that follow take longer than is configured.
    package func allow(statementTimeout: Duration) {
        let limit = "SET LOCAL statement_timeout = \(statementTimeout.wholeMilliseconds)"
        self.session.deferred.append(SQL(verbatim: limit))
        self.session.allow(statementTimeout: statementTimeout)
    }

    /// Has the statements that follow planned to read no whole table where an index will do.
    ///
    /// For what finds few rows by bounds that the planner cannot know when it plans for all values.
    package func preferIndexes() {
        self.session.deferred.append("SET LOCAL enable_seqscan = off")
    }

    /// Runs trusted text of many statements, as migrations are, and drops what it returns.
    package func execute(script: String) throws {
        try self.session.run(script: script)
    }

    /// Runs `body`; what it did is undone if it throws, and the transaction goes on.
    package func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        try self.session.savepoint(body)
    }
}
