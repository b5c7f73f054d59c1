/// What went wrong between this process and PostgreSQL.
///
/// `description` carries no data and is safe to log; `debugDescription` has the server's message,
/// which can quote row values.
package struct PostgresError: Error, Sendable {
    package let code: Code
    /// The five-character SQLSTATE, for errors that the server reported.
    package let sqlState: String?
    /// The constraint that was violated, if one was.
    package let constraint: String?
    /// Our own words; names of columns and settings, never values.
    package let reason: String
    /// The server's words, for debugging only.
    private let message: String?

    /// Errors grouped by what the caller does next.
    package enum Code: String, Sendable {
        /// The session could not be made or was lost, and nothing changed; trying again can help.
        case connection
        /// The session was lost during `COMMIT`: the changes may be there or not. Only work that
        /// recognizes its own repetition may be tried again.
        case commitUnknown
        /// A serialization failure or a deadlock; running the whole transaction again can help.
        case conflict
        /// A constraint refused the statement.
        case constraint
        /// A statement or a lock took too long and was given up.
        case timeout
        /// The server takes no writes, as after a failover; a new session can help.
        case readOnly
        /// A result did not have the column or the type that the code asked for.
        case decoding
        /// No session became free in time, or too many callers wait for one.
        case poolExhausted
        /// Any other error that the server reported.
        case server
    }

    init(
        _ code: Code,
        _ reason: String,
        sqlState: String? = nil,
        constraint: String? = nil,
        message: String? = nil
    ) {
        self.code = code
        self.reason = reason
        self.sqlState = sqlState
        self.constraint = constraint
        self.message = message
    }

    /// Whether nothing changed and the same work can succeed later.
    ///
    /// False for `commitUnknown`, where something may have changed.
    package var isTransient: Bool {
        switch self.code {
        case .connection, .conflict, .timeout, .readOnly, .poolExhausted: true
        case .server: self.sqlState?.hasPrefix("53") ?? false
        case .commitUnknown, .constraint, .decoding: false
        }
    }

    /// The same failure, seen while `COMMIT` was under way.
    func duringCommit() -> PostgresError {
        PostgresError(
            .commitUnknown,
            "the session was lost during COMMIT",
            sqlState: self.sqlState,
            message: self.message ?? self.reason
        )
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        var details = ""
        if let sqlState = self.sqlState { details += ", SQLSTATE \(sqlState)" }
        if let constraint = self.constraint { details += ", constraint \(constraint)" }
        return "PostgreSQL \(self.code.rawValue): \(self.reason)\(details)"
    }

    package var debugDescription: String {
        guard let message = self.message else { return self.description }
        return "\(self.description): \(message)"
    }
}
