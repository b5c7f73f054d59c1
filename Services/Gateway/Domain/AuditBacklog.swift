/// The rows of the audit trail that are not written yet, and the places of those that will be.
///
/// A change takes its place before it begins, so that none is made that cannot be written down.
/// Rows without an actor share a part of the room: who has no credential keeps nobody out who has.
package struct AuditBacklog<Row: Sendable>: Sendable {
    /// Who a row is about.
    package enum Place: Hashable, Sendable {
        case known
        case anonymous
    }

    /// Rows and places together.
    package let capacity: Int
    /// The part of it that those without an actor may fill.
    package let anonymousCapacity: Int
    private var entries: [(row: Row, place: Place)] = []
    private var taken: [Place: Int] = [:]

    package init(capacity: Int, anonymousCapacity: Int) {
        self.capacity = capacity
        self.anonymousCapacity = anonymousCapacity
    }

    /// Rows that wait, the oldest first.
    package func first(_ count: Int) -> [Row] { self.entries.prefix(count).map { $0.row } }

    package var oldest: Row? { self.entries.first?.row }

    package var isEmpty: Bool { self.entries.isEmpty }

    /// Keeps room for one row; `false` where there is none.
    package mutating func take(_ place: Place) -> Bool {
        guard self.taken.values.reduce(0, +) < self.capacity else { return false }
        let used = self.taken[place, default: 0]
        guard place == .known || used < self.anonymousCapacity else { return false }
        self.taken[place] = used + 1
        return true
    }

    /// Gives back a place that no row came for.
    package mutating func giveBack(_ place: Place) {
        self.taken[place, default: 0] -= 1
    }

    /// Puts a row into a place that was taken for it.
    package mutating func put(_ row: Row, into place: Place) {
        self.entries.append((row, place))
    }

    /// Forgets the oldest rows, which are written.
    package mutating func removeFirst(_ count: Int) {
        for entry in self.entries.prefix(count) { self.giveBack(entry.place) }
        self.entries.removeFirst(count)
    }
}
