extension PostgresError {
    /// Classifies an error of the server by its SQLSTATE.
    ///
    /// Source: PostgreSQL 15, appendix A.
    init(sqlState: String, constraint: String?, message: String) {
        let code: Code =
            switch sqlState {
            case "25006": .readOnly
            case "25P03", "53300", "57P01", "57P02", "57P03": .connection
            case "55P03", "57014": .timeout
            default:
                switch sqlState.prefix(2) {
                case "08": .connection
                case "23": .constraint
                case "40": .conflict
                default: .server
                }
            }
        self.init(
            code,
            PostgresError.reason(of: code),
            sqlState: sqlState,
            constraint: constraint,
            message: message
        )
    }

    /// Whether the session is of no use after this, whatever its socket says.
    var endsSession: Bool {
        self.code == .connection || self.code == .commitUnknown
            || (self.code == .timeout && self.sqlState == nil)
    }

    /// Whether a lock was not granted within `lock_timeout`.
    var isLockTimeout: Bool { self.sqlState == "55P03" }

    /// Whether the server refused because the transaction had already failed.
    var isConsequence: Bool { self.sqlState == "25P02" }

    /// The same failure where a prepared statement went stale: the next attempt prepares it anew.
    func asConflict() -> PostgresError {
        PostgresError(
            .conflict,
            "a prepared statement went stale",
            sqlState: self.sqlState,
            message: self.debugDescription
        )
    }

    private static func reason(of code: Code) -> String {
        switch code {
        case .connection: "the server ended the session"
        case .conflict: "another transaction was in the way"
        case .constraint: "a constraint refused the statement"
        case .readOnly: "the server takes no writes"
        case .timeout: "a statement or a lock took too long"
        case .commitUnknown, .decoding, .poolExhausted, .server: "the server refused the statement"
        }
    }
}
