import ServiceLifecycle

/// Makes the process not ready at the first moment of its stop.
///
/// Last in the group and therefore told first: who balances load sees it before work is refused.
struct ReadinessWithdrawal: Service, CustomStringConvertible {
    let health: HealthRegistry

    var description: String { "withdrawal of readiness" }

    func run() async throws {
        do {
            try await gracefulShutdown()
        } catch is CancellationError {
            // Stopping without grace withdraws readiness as well.
        }
        self.health.withdraw()
    }
}
