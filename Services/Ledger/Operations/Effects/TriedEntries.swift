import Kernel
import LedgerDomain

/// Entries that are tried together, of which one at least is about the past.
///
/// Those about now are among them: they may bring back what the others take.
struct TriedEntries {
    private let entries: [TriedEntry]
    /// Those about the past: only where these take something anything can change there.
    private let late: [TriedEntry]
    /// When the first of these would count.
    let effectiveAt: Timestamp
    /// When the first of these happened.
    let occurredAt: Timestamp
    let recordedAt: Timestamp
    /// How places, variants and lots are called that these are about.
    let names: [Balance.Key: TriedEntry.MovementEnd]

    /// `nil` where all of them are about now.
    init?(_ entries: [TriedEntry]) {
        let late = entries.filter(\.isLate)
        guard let effectiveAt = late.map(\.effectiveAt).min(),
            let occurredAt = late.map(\.occurredAt).min(),
            let recordedAt = late.map(\.recordedAt).max()
        else { return nil }
        self.entries = entries
        self.late = late
        self.effectiveAt = effectiveAt
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
        self.names = late.reduce(into: [:]) { names, entry in
            names.merge(entry.names) { first, _ in first }
        }
    }

    /// Places that one about the past brings to or takes from.
    var places: [Balance.Key] { self.names.keys.sorted() }

    /// Those where one takes more than it brings.
    var sources: [Balance.Key] {
        Set(self.late.flatMap { $0.changes.filter(\.value.isNegative).keys }).sorted()
    }

    /// What comes to a place because of them, or leaves it.
    func changes(at place: Balance.Key) -> [Shortfall.Change] {
        self.entries.compactMap { entry in
            entry.changes[place].map { Shortfall.Change(at: entry.effectiveAt, $0) }
        }
    }

    /// Counts of one kind of goods as they would have been made with what is tried in the book.
    ///
    /// - Parameter isTracked: Whether units were counted by their numbers.
    func applied(
        to counts: [AcceptedCount],
        of key: CountedKey,
        isTracked: Bool
    ) -> [AcceptedCount] {
        self.entries.reduce(counts) { counts, entry in
            let change = entry.change(of: key, isTracked: isTracked)
            guard change != .zero else { return counts }
            return counts.map { $0.adding(change, since: entry.occurredAt) }
        }
    }
}
