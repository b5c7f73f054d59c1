import NIOHTTP1

extension APIClient {
    /// Reads one document.
    func get<Value: Decodable>(
        _ path: [String],
        query: [(String, String)] = [],
        as type: Value.Type = Value.self
    ) async throws -> Value {
        try await self.send(APIRequest(.GET, path, query: query)).decode(type)
    }

    /// Posts a JSON document; every post of ours needs a key.
    @discardableResult
    func post(
        _ path: [String],
        query: [(String, String)] = [],
        key: String,
        _ body: some Encodable
    ) async throws -> APIAnswer {
        try await self.send(try APIRequest(.POST, path, query: query, key: key, json: body))
    }

    /// Reads a list to its end.
    ///
    /// - Throws: ``OperatorFailure`` when it has more than ``maximumPages``.
    func list<Item: Decodable>(
        _ path: [String],
        query: [(String, String)] = [],
        of type: Item.Type = Item.self
    ) async throws -> [Item] {
        var items: [Item] = []
        var cursor: String?
        for _ in 0..<Self.maximumPages {
            var parameters = query + [("limit", String(Self.pageSize))]
            if let cursor { parameters.append(("cursor", cursor)) }
            let page = try await self.get(path, query: parameters, as: Page<Item>.self)
            items += page.items
            cursor = page.next
            guard cursor != nil else { return items }
        }
        throw OperatorFailure(
            "/\(path.joined(separator: "/")) has more than \(Self.maximumPages) pages",
            next: "narrow what is asked for"
        )
    }
}

/// One page of a list.
private struct Page<Item: Decodable>: Decodable {
    let items: [Item]
    let next: String?
}
