package import ServiceLifecycle

/// Runs `service` while `body` runs, then cancels it and waits for its end.
package func withRunning<Running: Service, Result: Sendable>(
    _ service: Running,
    _ body: (Running) async throws -> Result
) async throws -> Result {
    try await withRunning([service]) { try await body(service) }
}

/// Runs `services` while `body` runs, then cancels them and waits for their end.
///
/// - Throws: What `body` throws, or what ended a service that should have gone on.
package func withRunning<Result: Sendable>(
    _ services: [any Service],
    _ body: () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for service in services {
            group.addTask { try await service.run() }
        }
        let result = try await body()
        group.cancelAll()
        for _ in services {
            do {
                try await group.next()
            } catch is CancellationError {
                // The usual end of a service that was cancelled.
                continue
            }
        }
        return result
    }
}
