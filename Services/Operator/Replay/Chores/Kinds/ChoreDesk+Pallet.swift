import Contracts
import Kernel

extension ChoreDesk {
    private static let units = ["v1", "handling-units"]

    /// A pallet or carton, as an answer tells of it.
    private struct Unit: Decodable {
        struct Content: Decodable {
            let sku: String
            let onHand: Quantity
        }

        let status: String
        let warehouse: Label
        let path: [Label]
        let contents: [Content]?
    }

    private struct Step: Decodable {
        let handlingUnit: Unit
        let entry: Told?
    }

    private struct Change: Decodable {
        let action: String
    }

    private var pallet: String { "\(self.lot)-P" }
    private var carton: String { "\(self.lot)-C" }

    mutating func moveOnPallet() async throws {
        let (goods, quantity) = (self.chore.goods, self.chore.quantity)
        let (store, dock) = (self.places.store, "\(self.lot)-DOCK")
        try await self.order(
            ["v1", "locations"],
            [
                "code": .string(dock), "name": "Dock", "kind": "zone", "parent": .string(store),
            ]
        )
        let pallet = try await self.makeUnit(self.pallet, "pallet", in: dock)
        let carton = try await self.makeUnit(self.carton, "carton", in: self.pallet)
        try await self.bring(quantity, of: goods, to: self.pallet)
        try await self.bring(1, of: goods[1...1], to: self.carton)
        try await self.travel(pallet, from: dock)
        try await self.leave(pallet, carton)
        let steps = ["created", "moved", "moved", "moved", "unpacked", "shipped"]
        try await self.expectSoon(steps, "the steps of \(self.pallet)") {
            try await self.api.list(Self.units + [pallet, "changes"], of: Change.self)
                .map(\.action).reversed()
        }
        try await self.expectStock([quantity - 2, quantity - 1, quantity - 2], at: store)
        try await self.expectStock(1, at: self.places.shelf)
    }

    /// Inside the warehouse, to the shop, where one of each is put on the shelf, and back.
    private mutating func travel(_ pallet: String, from dock: String) async throws {
        let (goods, quantity) = (self.chore.goods, self.chore.quantity)
        try await self.expectOn(pallet, [quantity, quantity + 1, quantity])
        try await self.expectRefusal(.inUse, of: Self.units + ["\(pallet):close"], [:])
        try await self.move(pallet, to: self.places.rack, in: self.places.store, asEntry: nil)
        try await self.expectRefusal(
            .insufficientStock,
            of: ["v1", "sales"],
            ["location": .string(self.pallet), "lines": self.lines(quantity + 1, of: goods)]
        )
        try await self.move(pallet, to: self.places.shop, in: self.places.shop, asEntry: "transfer")
        try await self.expectOn(pallet, [quantity, quantity + 1, quantity])
        try await self.transfer(1, from: self.pallet, to: self.places.shelf)
        self.note(1, of: goods, at: self.places.shelf)
        try await self.move(pallet, to: dock, in: self.places.store, asEntry: "transfer")
        try await self.expectOn(pallet, [quantity - 1, quantity, quantity - 1])
    }

    /// Is unpacked; the carton is closed, and the pallet leaves with one of each.
    private mutating func leave(_ pallet: String, _ carton: String) async throws {
        let (goods, quantity, store) = (self.chore.goods, self.chore.quantity, self.places.store)
        let unpacked = try await self.order(
            Self.units + ["\(pallet):unpack"],
            ["to": .string(store)]
        )
        self.note(quantity - 1, of: goods, at: store)
        self.note(1, of: goods[1...1], at: store)
        try self.expect(try unpacked.decode(Step.self).entry?.kind, "transfer", "the unpacking")
        try await self.expectOn(pallet, [0, 0, 0])
        try await self.order(Self.units + ["\(carton):close"], [:])
        try await self.expectRefusal(
            .locationClosed,
            of: ["v1", "receipts"],
            ["location": .string(self.carton), "lines": self.lines(1, of: goods)]
        )
        try await self.transfer(1, from: store, to: self.pallet)
        self.note(-1, of: goods, at: store)
        let path = Self.units + ["\(pallet):ship"]
        let shipped = try await self.order(path, [:]).decode(Step.self)
        try self.expect(shipped.handlingUnit.status, "shipped", "the status of \(self.pallet)")
        try self.expect(shipped.entry?.kind, "sale", "the shipment")
        try await self.expectRefusal(.wrongState, of: path, [:])
    }

    private mutating func makeUnit(
        _ code: String,
        _ type: String,
        in place: String
    ) async throws -> String {
        try await self.make(
            Self.units,
            ["code": .string(code), "type": .string(type), "location": .string(place)]
        )
    }

    private mutating func move(
        _ unit: String,
        to place: String,
        in warehouse: String,
        asEntry kind: String?
    ) async throws {
        let answer = try await self.order(
            Self.units + ["\(unit):move"],
            ["to": .string(place)]
        )
        let step = try answer.decode(Step.self)
        try self.expect(step.entry?.kind, kind, "the entry of the move to \(place)")
        try self.expect(step.handlingUnit.warehouse.code, warehouse, "the warehouse")
        let path = step.handlingUnit.path.map(\.code)
        guard path.contains(place) else {
            throw self.defect("\(self.pallet) stands in \(path), not in \(place)")
        }
    }

    private mutating func transfer(
        _ quantity: Int64,
        from: String,
        to: String
    ) async throws {
        try await self.order(
            ["v1", "transfers"],
            [
                "from": .string(from), "to": .string(to),
                "lines": self.lines(quantity, of: self.chore.goods),
            ]
        )
    }

    /// Expects that so much of each of the goods is on a unit and on what stands on it.
    private func expectOn(_ unit: String, _ quantities: [Int64]) async throws {
        let found = try await self.api.get(Self.units + [unit], as: Unit.self).contents ?? []
        for (goods, quantity) in zip(self.chore.goods, quantities) {
            let there = found.filter { $0.sku == goods.sku }
                .reduce(Quantity.zero) { $0 + $1.onHand }
            try self.expect(
                there,
                Quantity(integerLiteral: quantity),
                "\(goods.sku) on \(self.pallet)"
            )
        }
    }
}
