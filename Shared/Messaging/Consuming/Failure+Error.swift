import AMQP
import Contracts
import Postgres

extension Failure {
    /// What any error means for the message that caused it; the one place that decides.
    init(_ error: any Error) {
        let name = String(describing: type(of: error))
        switch error {
        case let failure as Failure:
            self = failure
        case let problem as Problem:
            self.init(
                code: problem.code,
                text: problem.description,
                errorClass: name,
                kind: problem.status < 500 ? .permanent : .transient
            )
        case is EnvelopeError, is DecodingError:
            self.init(
                code: "malformed",
                text: String(describing: error),
                errorClass: name,
                kind: .permanent
            )
        case InboxError.outsideRetention:
            self.init(
                code: "outside-retention",
                text: "Nobody knows any more whether this message took effect.",
                errorClass: name,
                kind: .permanent
            )
        case InboxError.notReady:
            self.init(
                code: "inbox-not-ready",
                text: "The inbox has no table yet for the week of this message.",
                errorClass: name,
                kind: .transient
            )
        case let error as PostgresError:
            self.init(error)
        case let error as AMQPError where error.code == .invalidMessage:
            self.init(
                code: "oversize",
                text: error.detail,
                errorClass: name,
                kind: .permanent
            )
        default:
            self.init(
                code: "failed",
                text: String(reflecting: error),
                errorClass: name,
                kind: .transient
            )
        }
    }

    private init(_ error: PostgresError) {
        let kind: Kind =
            switch error.code {
            case .connection, .poolExhausted, .readOnly, .commitUnknown: .outage
            case .constraint: .permanent
            default: .transient
            }
        self.init(
            code: error.constraint ?? "database-\(error.code)",
            text: String(reflecting: error),
            errorClass: "PostgresError",
            kind: kind
        )
    }
}
