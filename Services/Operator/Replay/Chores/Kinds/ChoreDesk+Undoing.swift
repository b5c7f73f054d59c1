import Contracts
import Kernel

extension ChoreDesk {
    private static let cancelled: JSONValue = ["reason": "cancelled"]

    /// Everything is undone but what is left of the receipt, of which one each goes back.
    mutating func undo() async throws {
        let (goods, store, quantity) = (self.chore.goods, self.places.store, self.chore.quantity)
        let receipt = try await self.bring(quantity, of: goods, to: store)
        self.note(quantity, of: goods, at: store)
        try await self.undoSale()
        try await self.undoTransfer(hindering: receipt)
        try await self.undoProduction()
        try await self.order(
            Self.reversal(of: receipt),
            [
                "reason": "data-correction",
                "lines": .array(
                    goods.indices.map { ["line": .integer(Int64($0 + 1)), "quantity": "1"] }
                ),
            ]
        )
        self.note(-1, of: goods, at: store)
        let undone = try await self.api.get(["v1", "entries", receipt], as: Told.self)
        try self.expect(
            undone.movements.map(\.reversed),
            goods.map { _ in 1 },
            "what was undone of the receipt"
        )
        try await self.expectStock(quantity - 1, at: store)
        try await self.expectStock(0, at: self.places.rack)
    }

    private mutating func undoSale() async throws {
        let sold = self.part(1, of: 3)
        let sale = try await self.make(
            ["v1", "sales"],
            [
                "location": .string(self.places.store),
                "lines": self.lines(sold, of: self.chore.goods),
            ]
        )
        try await self.expectStock(self.chore.quantity - sold, at: self.places.store)
        let reversal = try await self.make(Self.reversal(of: sale), Self.cancelled)
        try await self.expectStock(self.chore.quantity, at: self.places.store)
        try await self.expectRefusal(.alreadyReversed, of: Self.reversal(of: sale), Self.cancelled)
        try await self.expectRefusal(
            .notReversible,
            of: Self.reversal(of: reversal),
            Self.cancelled
        )
    }

    /// - Parameter receipt: Of what is somewhere else meanwhile, and so cannot go back.
    private mutating func undoTransfer(hindering receipt: String) async throws {
        let (store, rack) = (self.places.store, self.places.rack)
        let moved = self.part(1, of: 2)
        let transfer = try await self.make(
            ["v1", "transfers"],
            [
                "from": .string(store), "to": .string(rack),
                "lines": self.lines(moved, of: self.chore.goods),
            ]
        )
        try await self.expectRefusal(
            .insufficientStock,
            of: Self.reversal(of: receipt),
            Self.cancelled
        )
        try await self.order(
            Self.reversal(of: transfer),
            ["reason": "other", "lines": [["line": 1, "quantity": "1"]]]
        )
        try await self.expectStock([moved - 1, moved, moved], at: rack)
        try await self.order(Self.reversal(of: transfer), Self.cancelled)
        try await self.expectStock(self.chore.quantity, at: store)
    }

    /// One of the second of the goods is made of each of the first.
    private mutating func undoProduction() async throws {
        let (goods, used) = (self.chore.goods, self.part(1, of: 4))
        let production = try await self.make(
            ["v1", "productions"],
            [
                "location": .string(self.places.store),
                "inputs": self.lines(used, of: goods[1...1]),
                "outputs": self.lines(used, of: goods[2...2]),
            ]
        )
        let quantity = self.chore.quantity
        try await self.expectStock(
            [quantity, quantity - used, quantity + used],
            at: self.places.store
        )
        try await self.order(Self.reversal(of: production), Self.cancelled)
        try await self.expectStock(quantity, at: self.places.store)
    }

    private static func reversal(of entry: String) -> [String] {
        ["v1", "entries", "\(entry):reverse"]
    }
}
