import Synchronization

/// Remembers for a few seconds who a credential belongs to, so that most requests need no look-up.
///
/// A revocation made by this gateway is felt at once, one made elsewhere within ``lifetime``.
final class CallerCache: Sendable {
    static let lifetime = Duration.seconds(3)
    /// Entries kept; when full, all are forgotten, which costs a look-up each.
    static let capacity = 10_000

    private struct Entry {
        let caller: Caller
        let expiresAt: ContinuousClock.Instant
    }

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        var epoch = 0
    }

    private let state = Mutex(State())

    /// Counts how often everybody was forgotten.
    var epoch: Int { self.state.withLock { $0.epoch } }

    func caller(for digest: [UInt8]) -> Caller? {
        self.state.withLock { state in
            guard let entry = state.entries[digest] else { return nil }
            guard ContinuousClock.now < entry.expiresAt else {
                state.entries[digest] = nil
                return nil
            }
            return entry.caller
        }
    }

    /// Does nothing where somebody was revoked since the caller was looked up.
    func remember(_ caller: Caller, for digest: [UInt8], since epoch: Int) {
        let entry = Entry(caller: caller, expiresAt: .now + Self.lifetime)
        self.state.withLock { state in
            guard state.epoch == epoch else { return }
            if state.entries.count >= Self.capacity {
                state.entries.removeAll(keepingCapacity: true)
            }
            state.entries[digest] = entry
        }
    }

    /// Forgets everybody, after something about credentials or rights has changed.
    func forgetAll() {
        self.state.withLock { state in
            state.entries.removeAll(keepingCapacity: true)
            state.epoch += 1
        }
    }
}
