import Contracts
import Logging
import Postgres

extension OperationResponse {
    /// Seconds after which a caller may ask again.
    static let retryAfter = ("Retry-After", "1")

    /// 503: the outbox is full, so nothing may be added until the broker has caught up.
    package static let overloaded = OperationResponse.problem(
        .serviceUnavailable("Too many messages wait for the broker."),
        headers: [retryAfter]
    )

    /// The answer to a request that failed; the one place where errors become problems.
    ///
    /// The transaction was rolled back, except that after `commitUnknown` nobody knows: the caller
    /// repeats the request under its key and gets the answer, if there is one.
    package static func failure(
        _ error: any Error,
        of request: OperationRequest
    ) -> OperationResponse {
        switch error {
        case let problem as Problem:
            return .problem(problem)
        case let error as PostgresError where error.sqlState == "55P03":
            return .problem(Problem(.requestInFlight), headers: [self.retryAfter])
        case let error as PostgresError where error.isTransient || error.code == .commitUnknown:
            Logger.current.warning(
                "Refusing a request because the database cannot answer",
                metadata: ["operation": "\(request.operation)", "error": "\(error)"]
            )
            return .problem(.serviceUnavailable(), headers: [self.retryAfter])
        default:
            Logger.current.error(
                "A request failed",
                metadata: [
                    "operation": "\(request.operation)",
                    "message.id": "\(request.messageID)",
                    "error": "\(error)",
                ]
            )
            // Values of rows, which a log for everybody must not hold.
            Logger.current.debug("\(String(reflecting: error))")
            return .problem(.internalError())
        }
    }
}
