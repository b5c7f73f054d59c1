import Synchronization

/// Remembers for a few seconds who a credential belongs to, so that most requests need no look-up.
///
/// What belongs to nobody is remembered apart, so that no number of wrong credentials displaces a
/// right one. A revocation made by this gateway is felt at once, one made elsewhere within
/// ``lifetime``.
final class CallerCache: Sendable {
    static let lifetime = Duration.seconds(3)
    /// Entries kept of each kind; when full, all of the kind are forgotten, which costs a look-up
    /// each.
    static let capacity = 10_000

    /// What a look-up found.
    enum Finding: Hashable, Sendable {
        case somebody(Caller)
        case nobody
    }

    private struct Entry {
        let finding: Finding
        let expiresAt: ContinuousClock.Instant
    }

    private struct State {
        var callers: [[UInt8]: Entry] = [:]
        var strangers: [[UInt8]: Entry] = [:]
        var epoch = 0
    }

    private let state = Mutex(State())

    /// Counts how often everybody was forgotten.
    var epoch: Int { self.state.withLock { $0.epoch } }

    /// What was found lately; `nil` where somebody has to look.
    func finding(for digest: [UInt8]) -> Finding? {
        let entry = self.state.withLock { $0.callers[digest] ?? $0.strangers[digest] }
        guard let entry, ContinuousClock.now < entry.expiresAt else { return nil }
        return entry.finding
    }

    /// Does nothing where everybody was forgotten since the look-up began.
    func remember(_ finding: Finding, for digest: [UInt8], since epoch: Int) {
        let entry = Entry(finding: finding, expiresAt: .now + Self.lifetime)
        self.state.withLock { state in
            guard state.epoch == epoch else { return }
            switch finding {
            case .somebody:
                state.strangers[digest] = nil
                Self.add(entry, for: digest, to: &state.callers)
            case .nobody:
                state.callers[digest] = nil
                Self.add(entry, for: digest, to: &state.strangers)
            }
        }
    }

    /// Forgets everybody, after something about credentials or rights has changed.
    func forgetAll() {
        self.state.withLock { state in
            state.callers.removeAll(keepingCapacity: true)
            state.strangers.removeAll(keepingCapacity: true)
            state.epoch += 1
        }
    }

    private static func add(
        _ entry: Entry,
        for digest: [UInt8],
        to entries: inout [[UInt8]: Entry]
    ) {
        if entries.count >= Self.capacity { entries.removeAll(keepingCapacity: true) }
        entries[digest] = entry
    }
}
