import AMQP

extension HealthStatus {
    /// What an operator is told about `error`: never a value from a row, never a password.
    static func reason(_ error: any Error) -> String {
        switch error {
        case let error as AMQPError: "\(error.code.rawValue): \(error.detail)"
        default: "\(error)"
        }
    }
}
