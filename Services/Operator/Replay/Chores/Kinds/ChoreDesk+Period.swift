import Contracts
import Kernel

extension ChoreDesk {
    private static let periods = ["v1", "periods"]
    private static let day = Duration.seconds(86_400)
    /// The first of all periods, where there is none yet.
    private static let first = (from: "2000-01-01T00:00:00Z", until: "2000-01-02T00:00:00Z")

    private struct Period: Decodable {
        let id: String
        let until: Timestamp
        let state: String
    }

    private struct Balance: Decodable {
        let onHand: Quantity
        let location: Label
    }

    private struct Verification: Decodable {
        let findings: [JSONValue]
        let next: String?
    }

    /// Closes the next day of long ago softly and for ever, with goods in it.
    ///
    /// Periods follow each other without gaps. Where somebody has made them up to what is sold, none is
    /// made: then the last one that is closed refuses, and is as it was sealed.
    mutating func closePeriod(before opening: Timestamp) async throws {
        let periods = try await self.api.list(Self.periods, of: Period.self)
        guard let draft = self.draft(after: periods, before: opening) else {
            guard let closed = periods.first(where: { $0.state == "closed" }) else { return }
            try await self.expectClosed(closed)
            return
        }
        let id = try await self.make(Self.periods, draft)
        let path = Self.periods + [id]
        let period = try await self.api.get(path, as: Period.self)
        try await self.fill(period)
        try await self.order(
            Self.periods + ["\(id):close"],
            ["hard": true, "reason": "A chore"]
        )
        try await self.wait(for: "the sealing of \(id)") {
            try await self.api.get(path, as: Period.self).state == "closed" ? () : nil
        }
        for goods in self.chore.goods {
            let sealed = try await self.api.list(
                path + ["balances"],
                query: [("sku", goods.sku)],
                of: Balance.self
            )
            try self.expect(sealed.map(\.location.code), [self.places.store], "sealed places")
            let quantity = Quantity(integerLiteral: 2 * self.chore.quantity)
            try self.expect(sealed.map(\.onHand), [quantity], "what was sealed of \(goods.sku)")
        }
        try await self.expectClosed(period)
    }

    /// - Returns: `nil` where another day would come too near to what is sold.
    private func draft(after periods: [Period], before opening: Timestamp) -> JSONValue? {
        let name = JSONValue.string("Chore \(self.lot)")
        guard let last = periods.map(\.until).max() else {
            return [
                "name": name, "from": .string(Self.first.from), "until": .string(Self.first.until),
            ]
        }
        let until = last.advanced(by: Self.day)
        let isOpen = periods.contains { $0.state != "closed" }
        guard !isOpen, until.advanced(by: Self.day) < opening else { return nil }
        return ["name": name, "until": .string(until.description)]
    }

    /// Receives before it is closed, and while it is softly closed, which not everybody may.
    private mutating func fill(_ period: Period) async throws {
        let receipt = self.receipt(in: period)
        try await self.order(["v1", "receipts"], receipt)
        try await self.order(
            Self.periods + ["\(period.id):close"],
            ["hard": false, "reason": "A chore"]
        )
        try await self.expectRefusal(
            .periodSoftlyClosed,
            of: ["v1", "receipts"],
            by: .colleague,
            receipt
        )
        try await self.order(["v1", "receipts"], receipt)
        self.note(2 * self.chore.quantity, of: self.chore.goods, at: self.places.store)
        try await self.expectStock(2 * self.chore.quantity, at: self.places.store)
    }

    private func receipt(in period: Period) -> JSONValue {
        let noon = period.until.advanced(by: .seconds(-43_200))
        return [
            "location": .string(self.places.store), "effectiveAt": .string(noon.description),
            "lines": self.lines(self.chore.quantity, of: self.chore.goods),
        ]
    }

    /// Expects that nothing comes into a period any more, and that nothing has.
    private mutating func expectClosed(_ period: Period) async throws {
        try await self.expectRefusal(
            .periodClosed,
            of: ["v1", "receipts"],
            self.receipt(in: period)
        )
        var query: [(String, String)] = []
        while true {
            let part = try await self.api.get(
                Self.periods + [period.id, "verify"],
                query: query,
                as: Verification.self
            )
            try self.expect(part.findings, [], "what is not as it was sealed")
            guard let next = part.next else { return }
            query = [("cursor", next)]
        }
    }
}
