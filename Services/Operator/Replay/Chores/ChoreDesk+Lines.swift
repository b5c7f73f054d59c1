import Contracts
import Kernel

extension ChoreDesk {
    /// Lines with so much of each of the goods.
    ///
    /// - Parameters:
    ///   - naming: Whether the lot is said, where there are lots.
    ///   - price: What one costs, as somebody wrote it.
    func lines(
        _ quantity: Int64,
        of goods: some Collection<Chore.Goods>,
        namingLots naming: Bool = true,
        at price: JSONValue? = nil
    ) -> JSONValue {
        .array(
            goods.map { each in
                var line: [String: JSONValue] = [
                    "sku": .string(each.sku), "quantity": .string("\(quantity)"),
                ]
                if naming, each.isLotted { line["lot"] = .string(self.lot) }
                line["unitCost"] = price
                return .object(line)
            }
        )
    }

    /// The same of each numbered line of a document.
    func numbered(_ quantity: Int64, of goods: [Chore.Goods]) -> JSONValue {
        .array(
            goods.enumerated().map { index, each in
                var line: [String: JSONValue] = [
                    "line": .integer(Int64(index + 1)), "quantity": .string("\(quantity)"),
                ]
                if each.isLotted { line["lot"] = .string(self.lot) }
                return .object(line)
            }
        )
    }

    /// Has the chore's goods come in from a supplier.
    ///
    /// - Returns: The entry.
    @discardableResult
    mutating func receive(
        at place: String,
        on time: Timestamp? = nil,
        price: JSONValue? = nil
    ) async throws -> String {
        let (goods, quantity) = (self.chore.goods, self.chore.quantity)
        var draft: [String: JSONValue] = [
            "location": .string(place), "lines": self.lines(quantity, of: goods, at: price),
        ]
        draft["effectiveAt"] = time.map { .string($0.description) }
        let entry = try await self.make(["v1", "receipts"], .object(draft))
        self.note(quantity, of: goods, at: place)
        return entry
    }

    /// Has goods come in at the one price that all of them have; where they end is noted by whoever moves
    /// them there.
    ///
    /// - Returns: The entry.
    @discardableResult
    mutating func bring(
        _ quantity: Int64,
        of goods: some Collection<Chore.Goods>,
        to place: String
    ) async throws -> String {
        self.notePrice()
        return try await self.make(
            ["v1", "receipts"],
            [
                "location": .string(place),
                "lines": self.lines(quantity, of: goods, at: ChoreMoney.price),
            ]
        )
    }

    /// Sells of what the chore has at the store.
    mutating func sell(_ quantity: Int64, of goods: [Chore.Goods]) async throws {
        let store = self.places.store
        try await self.order(
            ["v1", "sales"],
            ["location": .string(store), "lines": self.lines(quantity, of: goods)]
        )
        self.note(-quantity, of: goods, at: store)
    }

    /// A part of the quantity, at least one.
    func part(_ number: Int64, of whole: Int64) -> Int64 {
        max(1, self.chore.quantity * number / whole)
    }
}
