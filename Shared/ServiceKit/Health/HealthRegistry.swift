import Logging
import ServiceLifecycle
import Synchronization

/// Runs the checks of this process again and again and keeps what they found.
///
/// A probe reads the last report, so that no number of probes costs the database anything. Checks
/// run side by side; one that takes too long is cancelled and counts as failing, and therefore
/// has to end when it is cancelled.
package final class HealthRegistry: Service, CustomStringConvertible {
    package typealias Check = @Sendable () async -> HealthStatus

    private let state = Mutex(State())
    private let limits: Limits

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    package var description: String { "health checks" }

    /// How often the checks run and how long they may take.
    package struct Limits: Sendable {
        package var interval = Duration.seconds(1)
        package var timeout = Duration.seconds(3)
        /// A process whose checks have not come round for so long is stuck.
        package var silence = Duration.seconds(60)

        package init() {}
    }

    private struct State {
        var checks: [String: Check] = [:]
        var report: [String: HealthStatus] = [:]
        var tickedAt = ContinuousClock.now
        var isStopping = false
    }

    /// Adds a check; it is failing until it has run.
    package func register(_ name: String, _ check: @escaping Check) {
        self.state.withLock { state in
            state.checks[name] = check
            state.report[name] = .failing("has not been checked yet")
        }
    }

    /// What the checks found when they last ran; never ready once the process is stopping.
    package var report: HealthReport {
        self.state.withLock { state in
            var report = HealthReport(state.report)
            if state.isStopping { report.checks["process"] = .failing("is stopping") }
            return report
        }
    }

    /// Whether the checks still come round: a process that cannot even ask is beyond waiting for.
    package var isAlive: Bool {
        self.state.withLock { ContinuousClock.now - $0.tickedAt < self.limits.silence }
    }

    /// Makes the process not ready for good, before it stops taking work.
    package func withdraw() {
        self.state.withLock { $0.isStopping = true }
    }

    package func run() async throws {
        while true {
            await self.runChecks()
            do {
                let interval = self.limits.interval
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
            } catch is CancellationError {
                return
            }
        }
    }

    /// Runs every check once, side by side; a slow one does not hold back what the others found.
    package func runChecks() async {
        let checks = self.state.withLock { $0.checks }
        let timeout = self.limits.timeout
        await withTaskGroup(of: (String, HealthStatus).self) { group in
            for (name, check) in checks {
                group.addTask { (name, await Self.run(check, timeout: timeout)) }
            }
            for await (name, status) in group { self.record(status, of: name) }
        }
        self.state.withLock { $0.tickedAt = .now }
    }

    private func record(_ status: HealthStatus, of name: String) {
        let previous = self.state.withLock { $0.report.updateValue(status, forKey: name) }
        guard previous != status else { return }
        switch status {
        case .ok:
            Logger.current.notice("Check passes", metadata: ["health.check": "\(name)"])
        case .failing(let reason):
            // While a process starts most checks fail; only a loss is worth a warning.
            Logger.current.log(
                level: previous == .ok ? .warning : .info,
                "Check fails",
                metadata: ["health.check": "\(name)", "health.reason": "\(reason)"]
            )
        }
    }

    private static func run(_ check: @escaping Check, timeout: Duration) async -> HealthStatus {
        await withTaskGroup(of: HealthStatus?.self) { group in
            group.addTask { await check() }
            group.addTask {
                do {
                    try await Task.sleep(for: timeout)
                    return .failing("took longer than \(timeout)")
                } catch {
                    return nil
                }
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? .failing("was cancelled")
        }
    }
}
