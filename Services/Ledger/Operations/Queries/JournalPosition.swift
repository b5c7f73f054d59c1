import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres

/// Where a page of the journal ended.
struct JournalPosition {
    let recordedAt: Timestamp
    let id: UUID

    /// `nil` for a first page.
    init?(_ request: OperationRequest) throws(Problem) {
        guard let cursor = try PageCursor.read(request, keyCount: 2) else { return nil }
        self.recordedAt = try cursor.key(0, Timestamp.init)
        self.id = try cursor.key(1, UUID.init(uuidString:))
    }

    /// The sort keys of a row.
    ///
    /// - Parameter time: The column by which the list is sorted.
    static func keys(_ row: Row, by time: String = "recorded_at") throws -> [String] {
        [
            try row.decode(time, as: Timestamp.self).description,
            try row.decode("id", as: UUID.self).uuidString,
        ]
    }
}
