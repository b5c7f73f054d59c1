import FoundationEssentials
import Synchronization

/// The commands that this gateway is waiting for an answer to.
///
/// A second request under the same key is refused while the first is under way; across gateways the
/// service itself answers both alike.
final class InFlightKeys: Sendable {
    private let keys = Mutex<Set<UUID>>([])

    /// Runs `body` unless the same key is inside already; `nil` then.
    func run<Result: Sendable>(
        _ key: UUID,
        _ body: () async throws -> Result
    ) async rethrows -> Result? {
        guard self.keys.withLock({ $0.insert(key).inserted }) else { return nil }
        defer { _ = self.keys.withLock { $0.remove(key) } }
        return try await body()
    }
}
