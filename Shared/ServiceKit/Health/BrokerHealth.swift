import AMQP
import Synchronization

/// Judges a connection to the broker.
///
/// A broker short of memory blocks publishers for moments all the time; only when it lasts is the
/// process not ready.
final class BrokerHealth: Sendable {
    private let blockedSince = Mutex<ContinuousClock.Instant?>(nil)
    private let patience: Duration

    init(patience: Duration = .seconds(30)) {
        self.patience = patience
    }

    func judge(_ state: ConnectionState, now: ContinuousClock.Instant = .now) -> HealthStatus {
        guard case .blocked(let reason) = state else {
            self.blockedSince.withLock { $0 = nil }
            return Self.status(state)
        }
        let since = self.blockedSince.withLock { since in
            let first = since ?? now
            since = first
            return first
        }
        guard now - since > self.patience else { return .ok }
        return .failing("is blocked for more than \(self.patience): \(reason)")
    }

    private static func status(_ state: ConnectionState) -> HealthStatus {
        switch state {
        case .ready, .blocked: .ok
        case .connecting: .failing("is connecting")
        case .down(let error, _): .failing("is down: \(error.detail)")
        case .closed: .failing("has ended")
        }
    }
}
