import Contracts

/// One page of a list.
package struct Page<Item: Encodable>: Encodable {
    package let items: [Item]
    /// The cursor of the next page; the last one has none.
    package let next: String?
}

extension OperationRequest {
    /// Answers a page from one item more than it holds, which tells whether there is a next one.
    ///
    /// - Parameters:
    ///   - found: At most `limit + 1` items in order.
    ///   - keys: The sort keys of an item.
    ///   - body: Makes the documents of all items at once.
    package func page<Item, Body: Encodable>(
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

    /// Answers a page of items that are documents themselves.
    package func page<Item: Encodable>(
        of found: [Item],
        limit: Int,
        keys: (Item) throws -> [String]
    ) throws -> OperationResponse {
        try self.page(of: found, limit: limit, keys: keys) { $0 }
    }
}
