/// A movement as it was found, or an entry that moves nothing, whatever became of it.
package struct StoredRecord: Hashable, Sendable {
    /// What it is sealed under.
    package let movement: SealedID
    /// What is there; `nil` where it cannot be read as a movement with its entry.
    package let record: SealedRecord?
    /// What is wrong with one that cannot be read.
    package let detail: String
    /// The sequence number that stands with it, in files only.
    package let sequence: Int64?

    package init(_ record: SealedRecord, sequence: Int64? = nil) {
        self.movement = record.id
        self.record = record
        self.detail = ""
        self.sequence = sequence
    }

    /// One that cannot be read.
    package init(unreadable movement: SealedID, _ detail: String) {
        self.movement = movement
        self.record = nil
        self.detail = detail
        self.sequence = nil
    }
}
