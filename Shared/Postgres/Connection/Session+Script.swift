import CPostgres

extension Session {
    /// Runs trusted text of many statements, which cannot be prepared, and drops what it returns.
    ///
    /// - Throws: The first failure; the statements after it are not run.
    func run(script: String) throws {
        if !self.deferred.isEmpty { try self.run([]) }
        guard !self.isBroken, unsafe PQexitPipelineMode(self.handle) == 1,
            unsafe PQsendQuery(self.handle, script) == 1
        else { throw self.lost() }

        var failure: PostgresError?
        var deadline = ContinuousClock.now + self.patience
        while let result = try self.nextResult(before: &deadline) {
            if result.isCopy { throw self.lost() }
            failure = failure ?? result.error
            if unsafe PQstatus(self.handle) != CONNECTION_OK { throw failure ?? self.lost() }
        }
        guard unsafe PQenterPipelineMode(self.handle) == 1 else { throw self.lost() }
        if let failure { throw self.remember(failure) }
    }
}
