import Contracts
import Kernel

extension ChoreDesk {
    /// How long promises hold that are given up long before.
    static let promiseSeconds: Int64 = 3_600

    mutating func promise() async throws {
        try await self.receive(at: self.places.store)
        let (goods, store) = (self.chore.goods, self.places.store)
        let taken = self.part(1, of: 3)
        let reservation = try await self.make(
            ["v1", "reservations"],
            self.reservation(of: self.chore.quantity, at: store)
        )
        let path = ["v1", "reservations"]
        try await self.order(
            path + ["\(reservation):extend"],
            ["expiresAt": .string(self.end(after: 2).description)]
        )
        try await self.order(
            path + ["\(reservation):consume"],
            ["location": .string(store), "lines": self.numbered(taken, of: goods)]
        )
        self.note(-taken, of: goods, at: store)
        try await self.order(path + ["\(reservation):release"], ["reason": "A chore"])
    }

    /// Wants of the shop what tills take away meanwhile.
    mutating func rival() async throws {
        let (goods, shop, quantity) = (self.chore.goods, self.places.shop, self.part(1, of: 10))
        let path = ["v1", "reservations"]
        guard
            let answer = try await self.attempt(path, self.reservation(of: quantity, at: shop))
        else { return }
        let reservation = try answer.decode(Made.self).id
        let lines = goods.indices.map { index -> JSONValue in
            ["line": .integer(Int64(index + 1)), "quantity": .string("\(quantity)")]
        }
        let shipped = try await self.attempt(
            path + ["\(reservation):consume"],
            ["location": .string(shop), "lines": .array(lines)]
        )
        if shipped != nil {
            self.note(-quantity, of: goods, at: shop)
        } else {
            try await self.order(path + ["\(reservation):release"], ["reason": "Gone"])
        }
    }

    private func reservation(of quantity: Int64, at warehouse: String) -> JSONValue {
        [
            "warehouse": .string(warehouse),
            "expiresAt": .string(self.end(after: 1).description),
            "lines": self.lines(quantity, of: self.chore.goods, namingLots: false),
        ]
    }

    private func end(after times: Int64) -> Timestamp {
        .now.advanced(by: .seconds(Self.promiseSeconds * times))
    }
}
