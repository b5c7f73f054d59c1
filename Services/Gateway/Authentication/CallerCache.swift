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

    private let entries = Mutex<[[UInt8]: Entry]>([:])

    func caller(for digest: [UInt8]) -> Caller? {
        self.entries.withLock { entries in
            guard let entry = entries[digest] else { return nil }
            guard ContinuousClock.now < entry.expiresAt else {
                entries[digest] = nil
                return nil
            }
            return entry.caller
        }
    }

    func remember(_ caller: Caller, for digest: [UInt8]) {
        let entry = Entry(caller: caller, expiresAt: .now + Self.lifetime)
        self.entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeAll(keepingCapacity: true) }
            entries[digest] = entry
        }
    }

    /// Forgets everybody, after something about credentials or rights has changed.
    func forgetAll() {
        self.entries.withLock { $0.removeAll(keepingCapacity: true) }
    }
}
