import Contracts
import Kernel

extension ChoreDesk {
    /// Large enough that nobody else has to look, and nobody has to approve.
    private static let anyDifference: JSONValue = "1000000"

    mutating func undoMistake() async throws {
        try await self.order(
            ["v1", "receipts"],
            query: [("dryRun", "true")],
            [
                "location": .string(self.places.store),
                "lines": self.lines(self.chore.quantity, of: self.chore.goods),
            ]
        )
        let entry = try await self.receive(at: self.places.store)
        let path = ["v1", "entries", "\(entry):reverse"]
        try await self.order(
            path,
            ["reason": "data-correction", "lines": [["line": 1, "quantity": "1"]]]
        )
        try await self.order(path, ["reason": "cancelled"])
        self.note(-self.chore.quantity, of: self.chore.goods, at: self.places.store)
        try await self.expectRefusal(.alreadyReversed, of: path, ["reason": "cancelled"])
    }

    mutating func doAtOnce() async throws {
        let (goods, quantity) = (self.chore.goods, self.chore.quantity)
        let (store, rack) = (self.places.store, self.places.rack)
        let lines = self.lines(quantity, of: goods)
        func item(_ operation: String, _ body: JSONValue) -> JSONValue {
            ["operation": .string(operation), "body": body]
        }
        let receipt = item("postReceipt", ["location": .string(rack), "lines": lines])
        let sale = item("postSale", ["location": .string(rack), "lines": self.lines(1, of: goods)])
        try await self.order(
            ["v1", "entries:batch"],
            [
                "mode": "atomic",
                "items": [
                    receipt,
                    item(
                        "postTransfer",
                        ["from": .string(rack), "to": .string(store), "lines": lines]
                    ),
                ],
            ]
        )
        self.note(quantity, of: goods, at: store)
        // Of a million there is not enough: the receipt before it does not take effect either.
        let tooMuch = item(
            "postSale",
            ["location": .string(rack), "lines": self.lines(1_000_000, of: goods)]
        )
        try await self.expectRefusal(
            .insufficientStock,
            of: ["v1", "entries:batch"],
            ["mode": "atomic", "items": [receipt, tooMuch]]
        )
        try await self.order(
            ["v1", "entries:batch"],
            ["mode": "independent", "items": [receipt, tooMuch, sale]]
        )
        self.note(quantity - 1, of: goods, at: rack)
    }

    /// Counts what tills are selling: whatever they report later happened before.
    mutating func count() async throws {
        let (goods, shop, quantity) = (self.chore.goods, self.places.shop, self.chore.quantity)
        let sheet = try await self.make(
            ["v1", "counts"],
            [
                "lines": .array(
                    goods.map { ["sku": .string($0.sku), "location": .string(shop)] }
                ),
                "tolerance": ["quantity": Self.anyDifference],
                "soleApproval": Self.anyDifference,
            ]
        )
        let seen = goods.indices.map { index -> JSONValue in
            ["line": .integer(Int64(index + 1)), "quantity": .string("\(quantity)")]
        }
        try await self.order(["v1", "counts", "\(sheet):submit"], ["lines": .array(seen)])
        try await self.order(["v1", "counts", "\(sheet):approve"], [:])
        for each in goods { self.see(quantity, of: each, at: shop) }
    }

    mutating func revalue() async throws {
        let methods: [JSONValue] = [
            ["method": "fifo"], ["method": "average"],
            ["method": "standard", "standardCost": "3.15"],
        ]
        for (goods, method) in zip(self.chore.goods, methods) {
            guard case .object(var policy) = method else { continue }
            policy["sku"] = .string(goods.sku)
            try await self.order(["v1", "cost-policies"], .object(policy))
            // What has a standard cost, maybe by another chore, is not revalued.
            _ = try await self.attempt(
                ["v1", "revaluations"],
                ["sku": .string(goods.sku), "unitCost": "2.75", "reason": "A chore"],
                unless: [.validationFailed]
            )
        }
    }
}
