import CoreMetrics
import Logging
import Synchronization

/// Puts questions whose answer may be a moment old to a standby while it keeps up, and to the
/// primary otherwise.
///
/// Without a standby everything is asked of the primary. Whether the standby keeps up is found out
/// by ``ReplicaWatch`` and not for each question.
package final class ReadDesk: Sendable {
    package let primary: PostgresPool
    package let replica: PostgresPool?
    private let keepsUp = Mutex(false)

    /// The server that a question is put to.
    package struct Server: Sendable {
        package let pool: PostgresPool
        /// Whether it shows a state that the primary had before.
        package let isReplica: Bool
    }

    package init(primary: PostgresPool, replica: PostgresPool? = nil) {
        self.primary = primary
        self.replica = replica
    }

    /// Whether questions go to the standby.
    package var usesReplica: Bool { self.replica != nil && self.keepsUp.withLock { $0 } }

    /// Runs `question` with one server; again with the primary where the standby could not answer.
    ///
    /// - Parameter question: Reads only, all of it from the server that it is given.
    package func ask<Value: Sendable>(
        _ question: (Server) async throws -> Value
    ) async throws -> Value {
        guard let replica, self.usesReplica else { return try await self.askPrimary(question) }
        do {
            return try await question(Server(pool: replica, isReplica: true))
        } catch let error as PostgresError where !error.isOfSlowStatement {
            ReplicaMetrics.fallbacks.increment()
            if error.isOfServer { self.withdraw("could not be asked", error) }
        }
        return try await self.askPrimary(question)
    }

    private func askPrimary<Value: Sendable>(
        _ question: (Server) async throws -> Value
    ) async throws -> Value {
        try await question(Server(pool: self.primary, isReplica: false))
    }

    /// Notes that the standby is so far behind, and may be at most `limit`.
    func note(lag: Duration, limit: Duration) {
        guard lag <= limit else { return self.withdraw("is \(lag) behind") }
        let isNews = self.keepsUp.withLock { keepsUp in
            defer { keepsUp = true }
            return !keepsUp
        }
        if isNews { Logger.current.notice("The replica keeps up") }
    }

    /// Has the primary asked until the standby was found to keep up again.
    func withdraw(_ reason: String, _ error: (any Error)? = nil) {
        let isNews = self.keepsUp.withLock { keepsUp in
            defer { keepsUp = false }
            return keepsUp
        }
        guard isNews else { return }
        var metadata: Logger.Metadata = ["replica.reason": "\(reason)"]
        if let error { metadata["error"] = "\(error)" }
        Logger.current.warning("The primary answers for the replica", metadata: metadata)
    }
}

extension PostgresError {
    /// Whether a statement took longer than it may, as it would on any server.
    fileprivate var isOfSlowStatement: Bool { self.code == .timeout && self.sqlState != nil }

    /// Whether the next question would probably fail as well.
    fileprivate var isOfServer: Bool {
        switch self.code {
        case .connection, .poolExhausted, .timeout: true
        case .commitUnknown, .conflict, .constraint, .readOnly, .decoding, .server: false
        }
    }
}
