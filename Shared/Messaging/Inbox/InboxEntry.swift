import FoundationEssentials
import Kernel

/// What identifies a message to the inbox.
struct InboxEntry: Equatable {
    let id: UUID
    let fingerprint: [UInt8]

    /// The first entry of each identifier, in the order of identifiers.
    static func firstOfEach(_ entries: [InboxEntry]) -> [InboxEntry] {
        var seen: Set<UUID> = []
        return entries.filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
    }
}

/// What an earlier claim left.
struct InboxRow: Equatable {
    let fingerprint: [UInt8]
    let outcome: InboxOutcome?
}

/// The two tables of the inbox.
enum InboxTable: String {
    case timed = "inbox"
    case untimed = "inbox_untimed"

    init(_ id: UUID) {
        self = id.version7Milliseconds == nil ? .untimed : .timed
    }
}
