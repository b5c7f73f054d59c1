import CPostgres

extension Session {
    /// What the next results of a batch belong to, in the order in which it was sent.
    private enum Expectation {
        case preparation(StatementCache.Statement)
        case outcome(StatementCache.Statement, isWanted: Bool)
    }

    /// Statements that share a round trip at most; longer pipelines take several.
    static let maximumBatch = 1_000

    /// Runs `statements` in one round trip, after the commands that were put off, and returns
    /// their results in order.
    ///
    /// - Throws: The first failure. The server skips what comes after it.
    @discardableResult
    func run(_ statements: [SQL]) throws -> [Rows] {
        guard !self.isBroken else {
            throw PostgresError(.connection, "the session was lost before")
        }
        let commands = self.deferred
        self.deferred = []
        var expectations: [Expectation] = []
        expectations.reserveCapacity(2 * (commands.count + statements.count))

        for command in commands {
            try self.send(command, isWanted: false, &expectations)
        }
        for statement in statements {
            try self.send(statement, isWanted: true, &expectations)
        }
        guard unsafe PQpipelineSync(self.handle) == 1 else { throw self.lost() }
        return try self.collect(expectations, count: statements.count)
    }

    private func send(
        _ statement: SQL,
        isWanted: Bool,
        _ expectations: inout [Expectation]
    ) throws {
        let (prepared, isNew) = self.statements.statement(for: statement)
        let count = CInt(statement.parameters.count)
        if isNew {
            let sent = unsafe PQsendPrepare(
                self.handle,
                prepared.name,
                statement.text,
                count,
                statement.parameters.map(\.type.oid)
            )
            guard sent == 1 else { throw self.lost() }
            expectations.append(.preparation(prepared))
        }
        let sent = self.withArguments(of: statement) { arguments in
            unsafe PQsendQueryPrepared(
                self.handle,
                prepared.name,
                count,
                arguments.values,
                arguments.lengths,
                arguments.formats,
                1
            )
        }
        guard sent == 1 else { throw self.lost() }
        expectations.append(.outcome(prepared, isWanted: isWanted))
    }

    /// Reads the results of a batch up to its end, whatever happened in between.
    private func collect(_ expectations: [Expectation], count: Int) throws -> [Rows] {
        var rows: [Rows] = []
        rows.reserveCapacity(count)
        var failure: PostgresError?
        var deadline = ContinuousClock.now + self.patience
        for expectation in expectations {
            while let result = try self.nextResult(before: &deadline) {
                try self.accept(result, for: expectation, &rows, &failure)
            }
        }
        guard let end = try self.nextResult(before: &deadline), end.isSync else {
            throw failure ?? self.lost()
        }
        if let failure { throw self.remember(failure) }
        return rows
    }

    private func accept(
        _ result: borrowing ServerResult,
        for expectation: Expectation,
        _ rows: inout [Rows],
        _ failure: inout PostgresError?
    ) throws {
        if let error = result.error {
            if case .preparation(let statement) = expectation { self.statements.remove(statement) }
            if result.isSkipped, failure != nil { return }
            if result.isStalePlan { self.statements.removeAll() }
            failure = failure ?? (result.isStalePlan ? error.asConflict() : error)
            if unsafe error.endsSession || result.isCopy || PQstatus(self.handle) != CONNECTION_OK {
                self.isBroken = true
                throw self.remember(failure ?? error)
            }
            return
        }
        guard case .outcome(let statement, true) = expectation else { return }
        let columns = statement.columns ?? result.columns()
        statement.columns = columns
        rows.append(result.rows(columns))
    }

    /// Keeps the first failure, so that a swallowed one still decides about the transaction.
    func remember(_ error: PostgresError) -> PostgresError {
        if error.code == .readOnly, !self.isReadOnly { self.isBroken = true }
        if error.isConsequence, let cause = self.failure { return cause }
        self.failure = self.failure ?? error
        return error
    }

    func lost() -> PostgresError {
        self.isBroken = true
        let message = unsafe String(cString: PQerrorMessage(self.handle))
        return self.remember(PostgresError(.connection, "the session was lost", message: message))
    }

    /// Tells the server, outside of transactions, which statements are no longer used.
    ///
    /// What it refuses it does not know; the names are not used again either way.
    func removeRetiredStatements() throws {
        guard self.statements.retired.count >= Session.removalBatch else { return }
        let names = self.statements.takeRetired()
        try self.run(script: names.map { "DEALLOCATE \($0)" }.joined(separator: ";"))
    }

    /// So that forgetting a statement does not cost a round trip each.
    private static let removalBatch = 32
}
