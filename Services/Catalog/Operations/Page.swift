import Contracts
import Messaging

/// One page of a list.
struct Page<Item: Codable & Sendable>: Codable, Sendable {
    let items: [Item]
    /// The cursor of the next page; the last one has none.
    let next: String?
}

extension OperationRequest {
    /// Answers a page from one item more than it holds, which tells whether there is a next one.
    ///
    /// - Parameters:
    ///   - found: At most `limit + 1` items in order.
    ///   - keys: The sort keys of an item.
    ///   - body: Makes the documents of all items at once.
    func page<Item, Body: Codable & Sendable>(
        of found: [Item],
        limit: Int,
        keys: (Item) throws -> [String],
        body: ([Item]) throws -> [Body]
    ) throws -> OperationResponse {
        let items = Array(found.prefix(limit))
        var next: String?
        if found.count > limit, let last = items.last {
            next = try PageCursor(try keys(last), of: self).text
        }
        return try .json(Page(items: try body(items), next: next))
    }
}
