import Contracts
import Logging
import Messaging
import NIOCore
import Postgres
import Tracing

/// Turns any error into the answer that a client gets.
enum Refusal {
    static func response(to error: any Error) -> OperationResponse {
        switch error {
        case let problem as Problem:
            return .problem(problem)
        case let throttled as Throttled:
            return .problem(throttled.problem, headers: [self.retryAfter(throttled.wait)])
        case is PasswordHasher.Overloaded, is Turnstile.Crowded:
            return .problem(
                .serviceUnavailable("Too many are signing in."),
                headers: [self.retryAfter(.seconds(2))]
            )
        case is AuditTrail.Full:
            return .problem(
                .serviceUnavailable("The audit trail has no room; nothing was changed."),
                headers: [self.retryAfter(.seconds(2))]
            )
        case let error as PostgresError where error.isTransient:
            Logger.current.warning("The database did not answer", metadata: ["error": "\(error)"])
            return .problem(.serviceUnavailable(), headers: [self.retryAfter(.seconds(1))])
        case is CancellationError:
            return .problem(.serviceUnavailable("The server is stopping."))
        default:
            Logger.current.error("A request failed", metadata: ["error": "\(error)"])
            // The words of the server can quote what is in a row.
            Logger.current.debug(
                "What failed a request",
                metadata: ["error.reflected": "\(String(reflecting: error))"]
            )
            return .problem(.internalError())
        }
    }

    /// Whole seconds, rounded up (RFC 9110, section 10.2.3).
    static func retryAfter(_ wait: Duration) -> (String, String) {
        ("Retry-After", "\(max(1, Int((wait / .seconds(1)).rounded(.up))))")
    }
}
