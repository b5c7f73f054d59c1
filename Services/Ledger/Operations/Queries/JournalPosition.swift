import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres

/// Where a page of the journal ended.
struct JournalPosition: Hashable {
    let recordedAt: Timestamp
    let id: UUID

    /// `nil` for a first page.
    init?(_ request: OperationRequest) throws(Problem) {
        guard let cursor = try PageCursor.read(request, keyCount: 2) else { return nil }
        self.recordedAt = try cursor.key(0, Timestamp.init)
        self.id = try cursor.key(1, UUID.init(uuidString:))
    }

    /// - Parameter time: The column by which the list is sorted.
    init(_ row: Row, by time: String = "recorded_at") throws {
        self.recordedAt = try row.decode(time)
        self.id = try row.decode("id")
    }

    /// What a cursor carries of it.
    var keys: [String] { [self.recordedAt.description, self.id.uuidString] }

    /// The sort keys of a row.
    ///
    /// - Parameter time: The column by which the list is sorted.
    static func keys(_ row: Row, by time: String = "recorded_at") throws -> [String] {
        try JournalPosition(row, by: time).keys
    }
}

extension JournalPosition: Comparable {
    static func < (left: JournalPosition, right: JournalPosition) -> Bool {
        (left.recordedAt, left.id) < (right.recordedAt, right.id)
    }
}
