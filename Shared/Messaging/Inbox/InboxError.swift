import FoundationEssentials
import Kernel

/// Why the inbox would not take a claim; nothing has changed.
package enum InboxError: Error, Hashable {
    /// The identifier was made longer ago than identifiers are remembered. Whether the message took
    /// effect is no longer known, so it must not.
    case outsideRetention
    /// The table of the identifier's week is not there yet: the pruner makes it.
    case notReady

    /// Why there is no partition for one of these identifiers.
    static func missingPartition(for ids: [UUID], at now: Timestamp) -> InboxError {
        let oldest = now.advanced(by: .zero - Inbox.retention).microseconds / 1_000
        let isForgotten = ids.contains { id in
            id.version7Milliseconds.map { Int64($0) < oldest } ?? false
        }
        return isForgotten ? .outsideRetention : .notReady
    }
}
