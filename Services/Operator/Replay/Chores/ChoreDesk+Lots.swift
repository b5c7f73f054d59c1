import Contracts
import Kernel

extension ChoreDesk {
    private struct Found: Decodable {
        struct Lot: Decodable {
            let id: String
        }

        let items: [Lot]
    }

    mutating func hold() async throws {
        try await self.receive(at: self.places.store)
        let (store, gone) = (self.places.store, self.part(1, of: 4))
        for goods in self.chore.goods where goods.isLotted {
            let path = ["v1", "lots", "\(try await self.lotID(of: goods)):changeStatus"]
            try await self.order(path, ["status": "held", "reason": "quality"])
            try await self.expectRefusal(
                .lotWithheld,
                of: ["v1", "sales"],
                ["location": .string(store), "lines": self.lines(1, of: [goods])]
            )
            try await self.order(path, ["status": "released", "reason": "cleared"])
        }
        try await self.order(
            ["v1", "adjustments"],
            [
                "location": .string(store), "reason": "damaged",
                "lines": self.lines(-gone, of: self.chore.goods),
            ]
        )
        self.note(-gone, of: self.chore.goods, at: store)
    }

    /// Recalls goods where tills are selling them, and gives them free again.
    mutating func recall() async throws {
        try await self.receive(at: self.places.shop)
        for goods in self.chore.goods where goods.isLotted {
            let lot = try await self.lotID(of: goods)
            try await self.order(["v1", "lots", "\(lot):recall"], ["reason": "supplier-notice"])
            try await self.order(
                ["v1", "lots", "\(lot):changeStatus"],
                ["status": "released", "reason": "cleared"]
            )
        }
    }

    private func lotID(of goods: Chore.Goods) async throws -> String {
        let found = try await self.api.get(
            ["v1", "lots"],
            query: [("sku", goods.sku), ("code", self.lot)],
            as: Found.self
        )
        guard let lot = found.items.first else {
            throw OperatorFailure(
                "there is no lot \(self.lot) of \(goods.sku)",
                next: "this is a defect of the ledger"
            )
        }
        return lot.id
    }
}
