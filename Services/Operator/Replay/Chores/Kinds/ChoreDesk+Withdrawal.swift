import Contracts
import Kernel

extension ChoreDesk {
    /// A promise gets another end, and none, and is withdrawn; the next one is withdrawn before it comes.
    mutating func withdraw() async throws {
        let (goods, store, quantity) = (self.chore.goods, self.places.store, self.chore.quantity)
        try await self.bring(quantity, of: goods, to: store)
        self.note(quantity, of: goods, at: store)
        let first = Timestamp.now.advanced(by: .seconds(Self.promiseSeconds))
        let reservation = try await self.make(
            Self.reservations,
            self.reservation("A", until: first)
        )
        try await self.expectPromise(reservation, open: quantity, waiting: 0)
        try await self.expectEnd(of: reservation, first)
        let second = first.advanced(by: .seconds(Self.promiseSeconds))
        let extend = Self.reservations + ["\(reservation):extend"]
        try await self.order(extend, ["expiresAt": .string(second.description)])
        try await self.expectEnd(of: reservation, second)
        try await self.order(extend, [:])
        try await self.expectEnd(of: reservation, nil)
        try await self.expectRefusal(
            .insufficientStock,
            of: ["v1", "sales"],
            ["location": .string(store), "lines": self.lines(1, of: goods)]
        )
        try await self.withdraw("A")
        try await self.expectPromise(reservation, open: 0, waiting: 0, state: "released")
        try await self.expectRefusal(.wrongState, of: extend, [:])
        try await self.withdraw("B")
        try await self.expectRefusal(
            .wrongState,
            of: Self.reservations,
            self.reservation("B", until: first)
        )
        // All of it is free again.
        try await self.sell(quantity, of: goods)
        try await self.expectStock(0, at: store)
    }

    private mutating func withdraw(_ document: String) async throws {
        try await self.order(
            ["v1", "reservations:withdraw"],
            [
                "warehouse": .string(self.places.store), "reference": self.reference(document),
                "reason": "A chore",
            ]
        )
    }

    private func reservation(_ document: String, until end: Timestamp) -> JSONValue {
        [
            "warehouse": .string(self.places.store), "reference": self.reference(document),
            "expiresAt": .string(end.description),
            "lines": self.lines(self.chore.quantity, of: self.chore.goods),
        ]
    }

    private func reference(_ document: String) -> JSONValue {
        ["source": "chores", "document": .string("\(self.lot)-\(document)")]
    }

    private func expectEnd(of reservation: String, _ end: Timestamp?) async throws {
        let promise = try await self.promise(reservation)
        try self.expect(promise.expiresAt, end, "the end of \(reservation)")
    }
}
