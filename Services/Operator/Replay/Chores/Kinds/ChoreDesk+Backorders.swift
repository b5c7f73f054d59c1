import Contracts
import Kernel

extension ChoreDesk {
    static let reservations = ["v1", "reservations"]

    /// A promise as an answer tells of it.
    struct Promise: Decodable, Sendable {
        struct Line: Decodable, Sendable {
            let open: Quantity
            let backordered: Quantity
        }

        let id: String
        let state: String
        let expiresAt: Timestamp?
        let lines: [Line]

        /// What is promised of each line.
        var open: [Quantity] { self.lines.map(\.open) }
        /// What waits of each line.
        var waiting: [Quantity] { self.lines.map(\.backordered) }
    }

    private struct Change: Decodable {
        let step: String
    }

    /// Two wait; of what comes the more important one has its share first.
    mutating func waitForGoods() async throws {
        let (goods, store, quantity) = (self.chore.goods, self.places.store, self.chore.quantity)
        let early = self.part(1, of: 2)
        let patient = try await self.make(Self.reservations, self.backorder(quantity, priority: 0))
        let urgent = try await self.make(Self.reservations, self.backorder(1, priority: 9))
        try await self.expectPromise(patient, open: 0, waiting: quantity)
        try await self.expectPromise(urgent, open: 0, waiting: 1)
        try await self.bring(early, of: goods, to: store)
        try await self.waitUntil(patient, waits: quantity - early + 1)
        try await self.expectPromise(patient, open: early - 1, waiting: quantity - early + 1)
        try await self.expectPromise(urgent, open: 1, waiting: 0)
        try await self.expectRefusal(
            .insufficientStock,
            of: ["v1", "sales"],
            ["location": .string(store), "lines": self.lines(1, of: goods)]
        )
        try await self.bring(quantity - early + 2, of: goods, to: store)
        try await self.waitUntil(patient, waits: 0)
        for (reservation, taken) in [(patient, quantity), (urgent, 1)] {
            try await self.order(
                Self.reservations + ["\(reservation):consume"],
                ["location": .string(store), "lines": self.numbered(taken, of: goods)]
            )
            try await self.expectPromise(reservation, open: 0, waiting: 0, state: "consumed")
        }
        self.note(1, of: goods, at: store)
        try await self.expectStock(1, at: store)
        try await self.expectSoon(["made", "filled", "consumed"], "what became of \(urgent)") {
            let path = Self.reservations + [urgent, "changes"]
            return try await self.api.list(path, of: Change.self).map(\.step).reversed()
        }
    }

    private func backorder(_ quantity: Int64, priority: Int64) -> JSONValue {
        [
            "warehouse": .string(self.places.store), "priority": .integer(priority),
            "lines": .array(
                self.chore.goods.map { goods in
                    [
                        "sku": .string(goods.sku), "quantity": .string("\(quantity)"),
                        "allowBackorder": true,
                    ]
                }
            ),
        ]
    }

    private func waitUntil(_ reservation: String, waits waiting: Int64) async throws {
        try await self.wait(for: "the filling of \(reservation)") {
            let promise = try await self.promise(reservation)
            let isSo = promise.waiting.allSatisfy { $0 == Quantity(integerLiteral: waiting) }
            return isSo ? () : nil
        }
    }

    func promise(_ id: String) async throws -> Promise {
        try await self.api.get(Self.reservations + [id])
    }

    /// Expects that so much of each line is promised, and so much waits.
    func expectPromise(
        _ id: String,
        open: Int64,
        waiting: Int64,
        state: String = "pending"
    ) async throws {
        let promise = try await self.promise(id)
        let count = self.chore.goods.count
        func each(_ quantity: Int64) -> [Quantity] {
            Array(repeating: Quantity(integerLiteral: quantity), count: count)
        }
        try self.expect(promise.open, each(open), "what is promised by \(id)")
        try self.expect(promise.waiting, each(waiting), "what waits for \(id)")
        try self.expect(promise.state, state, "the state of \(id)")
    }
}
