import Contracts
import Kernel

extension ChoreDesk {
    private static let mostNumbers: Int64 = 12

    private struct Piece: Decodable {
        let serial: String
    }

    /// The first piece is sold and comes back, and the last one is moved to the rack.
    mutating func handleNumbered() async throws {
        let (store, rack) = (self.places.store, self.places.rack)
        let goods = self.chore.goods
        let count = min(self.chore.quantity, Self.mostNumbers)
        let all = 1...count
        self.notePrice()
        let receipt: JSONValue = [
            "location": .string(store), "lines": self.pieces(all, at: ChoreMoney.price),
        ]
        try await self.order(["v1", "receipts"], receipt)
        self.note(count, of: goods, at: store)
        try await self.expectPieces(all, at: store)
        // What is here already does not come again.
        try await self.expectRefusal(.serialUnavailable, of: ["v1", "receipts"], receipt)
        try await self.order(
            ["v1", "transfers"],
            [
                "from": .string(store), "to": .string(rack), "lines": self.pieces(count...count),
            ]
        )
        self.note(-1, of: goods, at: store)
        self.note(1, of: goods, at: rack)
        let first: JSONValue = ["location": .string(store), "lines": self.pieces(1...1)]
        try await self.order(["v1", "sales"], first)
        try await self.expectPieces(2...(count - 1), at: store)
        try await self.expectRefusal(.serialUnavailable, of: ["v1", "sales"], first)
        try await self.order(
            ["v1", "returns"],
            [
                "location": .string(store), "reason": "unwanted", "lines": self.pieces(1...1),
            ]
        )
        try await self.expectPieces(1...(count - 1), at: store)
        try await self.expectPieces(count...count, at: rack)
        try await self.expectStock(count - 1, at: store)
    }

    /// Lines with pieces of each of the goods.
    private func pieces(_ numbers: ClosedRange<Int64>, at price: JSONValue? = nil) -> JSONValue {
        .array(
            self.chore.goods.map { goods in
                var line: [String: JSONValue] = [
                    "sku": .string(goods.sku), "quantity": .string("\(numbers.count)"),
                    "serials": .array(numbers.map { .string(Self.number($0, of: goods)) }),
                ]
                line["unitCost"] = price
                return .object(line)
            }
        )
    }

    private static func number(_ number: Int64, of goods: Chore.Goods) -> String {
        "\(goods.sku)-\(number)"
    }

    /// Expects that just these pieces of each of the goods are at a place.
    private func expectPieces(_ numbers: ClosedRange<Int64>, at place: String) async throws {
        for goods in self.chore.goods {
            let expected = Set(numbers.map { Self.number($0, of: goods) })
            try await self.expectSoon(expected, "the pieces at \(place)") {
                let found = try await self.api.list(
                    ["v1", "serials"],
                    query: [("sku", goods.sku), ("location", place)],
                    of: Piece.self
                )
                return Set(found.map(\.serial))
            }
        }
    }
}
