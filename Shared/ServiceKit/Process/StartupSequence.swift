import Logging
import ServiceLifecycle
import Synchronization

/// Opens the gate once every condition holds.
///
/// A condition that fails is tried again, for as long as it takes: databases and brokers come and
/// go. Only a ``StartupRefusal`` ends the process.
package final class StartupSequence: Service, CustomStringConvertible {
    private let gate: StartupGate
    private let conditions: [Condition]
    private let backoff: ClosedRange<Duration>
    private let waitingFor = Mutex<String?>("has not begun")

    /// One condition and its name.
    package struct Condition: Sendable {
        let name: String
        let check: @Sendable () async throws -> Void

        package init(_ name: String, _ check: @escaping @Sendable () async throws -> Void) {
            self.name = name
            self.check = check
        }
    }

    /// - Parameter backoff: The first and the longest pause between two attempts.
    package init(
        _ conditions: [Condition],
        gate: StartupGate,
        backoff: ClosedRange<Duration> = .milliseconds(250) ... .seconds(5)
    ) {
        self.conditions = conditions
        self.gate = gate
        self.backoff = backoff
    }

    package var description: String { "startup conditions" }

    /// What the process still waits for.
    package var status: HealthStatus {
        self.waitingFor.withLock { $0 }.map { .failing($0) } ?? .ok
    }

    /// - Throws: ``StartupRefusal``
    package func run() async throws {
        do {
            for condition in self.conditions { try await self.await(condition) }
        } catch is CancellationError {
            return
        }
        self.waitingFor.withLock { $0 = nil }
        self.gate.open()
        do {
            try await gracefulShutdown()
        } catch is CancellationError {
            return
        }
    }

    private func await(_ condition: Condition) async throws {
        var pause = self.backoff.lowerBound
        while true {
            do {
                return try await cancelWhenGracefulShutdown(condition.check)
            } catch let refusal as StartupRefusal {
                throw refusal
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                let cause = HealthStatus.reason(error)
                let reason = "waits for the \(condition.name): \(cause)"
                let isNew = self.waitingFor.withLock { waiting in
                    defer { waiting = reason }
                    return waiting != reason
                }
                if isNew { Self.log(condition, cause) }
            }
            let interval = pause
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
            pause = min(pause * 2, self.backoff.upperBound)
        }
    }

    private static func log(_ condition: Condition, _ cause: String) {
        Logger.current.warning(
            "Waiting to start",
            metadata: ["startup.condition": "\(condition.name)", "startup.reason": "\(cause)"]
        )
    }
}
