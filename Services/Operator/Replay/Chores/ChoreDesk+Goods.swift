import Contracts
import Kernel

extension ChoreDesk {
    mutating func deliver() async throws {
        let entry = try await self.receive(at: self.places.shop, price: ChoreMoney.price)
        try await self.order(
            ["v1", "landed-costs"],
            [
                "reference": ["source": "chores", "document": .string(self.lot)],
                "amount": ["amount": "37.11", "currency": .string(ChoreMoney.foreign)],
                "basis": "value",
                "receipts": [["entryId": .string(entry)]],
            ]
        )
    }

    /// - Parameter time: Before the first sale.
    mutating func deliverLate(on time: Timestamp) async throws {
        try await self.receive(at: self.places.shop, on: time)
        // Whoever counted them since has seen them.
        let seen = self.chore.goods.filter { self.office.counted.contains($0.sku) }
        self.note(-self.chore.quantity, of: seen, at: self.places.shop)
    }

    mutating func shelve() async throws {
        let (goods, quantity) = (self.chore.goods, self.part(1, of: 4))
        let ways = [
            (from: self.places.shop, to: self.places.shelf),
            (from: self.places.shelf, to: self.places.shop),
        ]
        for (from, to) in ways {
            let moved = try await self.attempt(
                ["v1", "transfers"],
                [
                    "from": .string(from), "to": .string(to),
                    "lines": self.lines(quantity, of: goods, namingLots: false),
                ]
            )
            guard moved != nil else { return }
            self.note(-quantity, of: goods, at: from)
            self.note(quantity, of: goods, at: to)
        }
    }

    mutating func sendByRoad() async throws {
        try await self.receive(at: self.places.store)
        let (goods, sent) = (self.chore.goods, self.part(3, of: 4))
        let (store, shop) = (self.places.store, self.places.shop)
        let order = try await self.make(
            ["v1", "transfer-orders"],
            ["from": .string(store), "to": .string(shop), "lines": self.lines(sent, of: goods)]
        )
        let steps = ["v1", "transfer-orders"]
        try await self.order(
            steps + ["\(order):dispatch"],
            ["lines": self.numbered(sent, of: goods)]
        )
        self.note(-sent, of: goods, at: store)
        // What does not arrive is one of each.
        if sent > 1 {
            try await self.order(
                steps + ["\(order):receive"],
                ["location": .string(shop), "lines": self.numbered(sent - 1, of: goods)]
            )
            self.note(sent - 1, of: goods, at: shop)
        }
        try await self.order(
            steps + ["\(order):reportLoss"],
            ["reason": "lost", "lines": self.numbered(1, of: goods)]
        )
    }

    mutating func produce() async throws {
        try await self.receive(at: self.places.store)
        let (store, used) = (self.places.store, self.part(1, of: 2))
        let (inputs, output) = (self.chore.goods.prefix(2), self.chore.goods.suffix(1))
        let location = JSONValue.string(store)
        for (from, to) in [(inputs, output), (output, inputs)] {
            try await self.order(
                ["v1", "productions"],
                [
                    "location": location, "inputs": self.lines(used, of: from),
                    "outputs": self.lines(used, of: to),
                ]
            )
            self.note(-used, of: from, at: store)
            self.note(used, of: to, at: store)
        }
    }

    mutating func exchange() async throws {
        try await self.receive(at: self.places.store)
        let (goods, store, part) = (self.chore.goods, self.places.store, self.part(1, of: 2))
        try await self.sell(part, of: goods)
        try await self.order(
            ["v1", "returns"],
            [
                "location": .string(store), "reason": "unwanted",
                "lines": self.lines(part, of: goods),
            ]
        )
        self.note(part, of: goods, at: store)
        try await self.order(
            ["v1", "supplier-returns"],
            [
                "location": .string(store), "reason": "overdelivered",
                "lines": self.lines(part, of: goods),
            ]
        )
        self.note(-part, of: goods, at: store)
    }
}
