import Logging
package import ServiceLifecycle

/// Work that is done again and again, with a rest in between, until the service shuts down.
///
/// A failure is told, and the work tried again after the same rest; so the work has to go on where it
/// got to, whoever did it last.
package protocol PeriodicService: Service, CustomStringConvertible {
    /// How long to rest when there is nothing left to do, and after a failure.
    var interval: Duration { get }

    /// Does all that there is to do.
    func work() async throws
}

extension PeriodicService {
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.work()
                } catch {
                    guard !Task.isCancelled else { return }
                    Logger.current.error(
                        "Work in the background failed",
                        metadata: ["work": "\(self)", "error": "\(error)"]
                    )
                }
                // Cancelled, the loop ends.
                try? await Task.sleep(for: self.interval)
            }
        }
    }
}
