import Kernel

/// How a transaction begins and how often it is tried again.
package struct TransactionOptions: Sendable {
    package var isolation: Isolation
    package var isReadOnly: Bool
    /// How often the body runs again after conflicts.
    package var retries: Int
    /// Replaces the configured limit of each statement, for reports and imports.
    package var statementTimeout: Duration?

    /// What a transaction sees of others; see PostgreSQL 15, section 13.2.
    package enum Isolation: Sendable {
        case readCommitted
        case repeatableRead
        case serializable
    }

    package init(
        isolation: Isolation = .readCommitted,
        isReadOnly: Bool = false,
        retries: Int = 5,
        statementTimeout: Duration? = nil
    ) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
        self.retries = retries
        self.statementTimeout = statementTimeout
    }

    /// Reads only; all of its statements see one state.
    package static let readOnly = TransactionOptions(
        isolation: .repeatableRead,
        isReadOnly: true
    )

    /// What is sent ahead of the first statement.
    var opening: [SQL] {
        var begin =
            switch self.isolation {
            case .readCommitted: "BEGIN"
            case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
            case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
            }
        if self.isReadOnly { begin += " READ ONLY" }
        guard let timeout = self.statementTimeout else { return [SQL(verbatim: begin)] }
        let limit = "SET LOCAL statement_timeout = \(timeout.wholeMilliseconds)"
        return [SQL(verbatim: begin), SQL(verbatim: limit)]
    }
}
