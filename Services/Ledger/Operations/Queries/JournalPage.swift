import Contracts
import Kernel
import Messaging
import Postgres

/// A page of the journal, and up to when it can be relied on.
struct JournalPage<Item: Encodable>: Encodable {
    let items: [Item]
    let next: String?
    /// Whatever was recorded before it is in the list, now and whenever somebody looks again.
    let recordedTo: Timestamp
}

extension JournalPage {
    /// - Parameter rows: The rows of the items, and one more where there is a next page.
    init(
        _ items: [Item],
        of rows: Rows,
        before end: Timestamp,
        for request: OperationRequest
    ) throws {
        var next: String?
        if rows.count > items.count, !items.isEmpty {
            let keys = try JournalPosition.keys(rows[items.count - 1])
            next = try PageCursor(keys, of: request).text
        }
        self.init(items: items, next: next, recordedTo: end)
    }
}
