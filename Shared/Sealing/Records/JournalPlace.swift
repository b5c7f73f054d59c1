package import Kernel

/// Where a movement stands in the journal: the order in which movements are sealed.
///
/// All of it is a part of the movement, so whoever moves one changes it.
package struct JournalPlace: Codable, Hashable, Sendable {
    package let recordedAt: Timestamp
    package let entry: SealedID
    package let line: Int32
    package let movement: SealedID

    package init(recordedAt: Timestamp, entry: SealedID, line: Int32, movement: SealedID) {
        self.recordedAt = recordedAt
        self.entry = entry
        self.line = line
        self.movement = movement
    }
}

extension JournalPlace {
    /// Where an entry stands that moves nothing: where its movements would begin.
    package init(of entry: SealedID, at recordedAt: Timestamp) {
        self.init(recordedAt: recordedAt, entry: entry, line: 0, movement: entry)
    }
}

extension JournalPlace: Comparable {
    package static func < (left: JournalPlace, right: JournalPlace) -> Bool {
        (left.recordedAt, left.entry, left.line, left.movement)
            < (right.recordedAt, right.entry, right.line, right.movement)
    }
}
