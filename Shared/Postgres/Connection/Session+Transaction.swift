import CPostgres

extension Session {
    /// Runs `body` between `BEGIN` and `COMMIT`, or `ROLLBACK` if it throws.
    ///
    /// `BEGIN` travels with the first statement; without one there is no transaction.
    func transaction<Value>(
        _ options: TransactionOptions,
        _ body: (borrowing Transaction) throws -> Value
    ) throws -> Value {
        self.deferred = options.opening
        self.isReadOnly = options.isReadOnly
        self.allow(statementTimeout: options.statementTimeout)
        self.failure = nil
        self.hasPosted = false
        self.savepointDepth = 0
        do {
            let value = try body(Transaction(session: self))
            try self.commit()
            return value
        } catch {
            self.rollBack()
            throw error
        }
    }

    /// Runs statements that read, without `BEGIN` and `COMMIT` around them.
    ///
    /// Each sees one state, as any statement does; together they cost a single round trip.
    func read(_ statements: [SQL]) throws -> [Rows] {
        self.deferred = []
        self.isReadOnly = true
        self.allow(statementTimeout: nil)
        self.failure = nil
        return try self.run(statements)
    }

    /// Has a statement travel with the next one or with `COMMIT`, which fail if it does.
    func post(_ statement: SQL) {
        self.hasPosted = true
        self.deferred.append(statement)
    }

    /// Commits, or fails if an earlier statement failed and the failure was swallowed.
    ///
    /// PostgreSQL answers `COMMIT` in a failed transaction with success and the tag `ROLLBACK`.
    private func commit() throws {
        if let failure = self.failure { throw failure }
        if unsafe PQtransactionStatus(self.handle) != PQTRANS_INTRANS {
            guard let first = self.deferred.first, first.text.hasPrefix("BEGIN") else {
                throw PostgresError(.server, "the transaction ended before its body did")
            }
            // Nothing was run, so that not even `BEGIN` was sent.
            guard self.hasPosted else {
                self.deferred = []
                return
            }
        }
        do {
            let answer = try self.run(["COMMIT"])
            guard answer.last?.tag == "COMMIT" else {
                throw PostgresError(.server, "the server rolled back instead of committing")
            }
        } catch let error as PostgresError where error.endsSession && !self.isReadOnly {
            throw error.duringCommit()
        }
    }

    private func rollBack() {
        self.deferred = []
        self.failure = nil
        switch unsafe PQtransactionStatus(self.handle) {
        case PQTRANS_IDLE:
            break
        case PQTRANS_INTRANS, PQTRANS_INERROR:
            do {
                try self.run(["ROLLBACK"])
            } catch {
                // The error that led here is the one to report; the session is not used again.
                self.isBroken = true
            }
        default:
            self.isBroken = true
        }
    }

    /// Runs `body` and undoes what it did if it throws.
    ///
    /// The commands travel with the statements around them, so success costs no round trip.
    func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        if let failure = self.failure { throw failure }
        self.savepointDepth += 1
        defer { self.savepointDepth -= 1 }
        let name = "savepoint_\(self.savepointDepth)"
        self.deferred.append(SQL(verbatim: "SAVEPOINT \(name)"))
        do {
            let value = try body()
            if let failure = self.failure { throw failure }
            self.deferred.append(SQL(verbatim: "RELEASE SAVEPOINT \(name)"))
            return value
        } catch {
            try self.undo(to: name)
            throw error
        }
    }

    private func undo(to name: String) throws {
        guard !self.isBroken else { return }
        if let index = self.deferred.lastIndex(where: { $0.text == "SAVEPOINT \(name)" }) {
            // Not even the savepoint was sent, so there is nothing to undo.
            self.deferred.removeSubrange(index...)
            return
        }
        self.deferred = []
        try self.run([
            SQL(verbatim: "ROLLBACK TO SAVEPOINT \(name)"),
            SQL(verbatim: "RELEASE SAVEPOINT \(name)"),
        ])
        self.failure = nil
    }
}
