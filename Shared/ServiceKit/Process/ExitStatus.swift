import AMQP
import NIOCore
import Postgres

/// What a process tells its parent when it ends; the numbers of sysexits(3).
package enum ExitStatus: Int32, Sendable {
    case success = 0
    case usage = 64
    case unavailable = 69
    case software = 70
    case configuration = 78

    /// The status for a process that ended with `error`.
    package init(_ error: any Error) {
        switch error {
        case let error as ConfigurationError: self = error.isUsage ? .usage : .configuration
        case is StartupRefusal, is MigrationError, is PostgresError, is IOError:
            self = .unavailable
        case let error as AMQPError:
            self = error.code == .configuration ? .configuration : .unavailable
        default: self = .software
        }
    }
}
