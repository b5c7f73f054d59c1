import Contracts
import Kernel

extension ChoreDesk {
    private static let counts = ["v1", "counts"]

    private struct Sheet: Decodable {
        struct Line: Decodable {
            let line: Int64
            let sku: String
            let variance: Quantity?
            let residual: Quantity?
        }

        let id: String
        let state: String
        let needsSecondApproval: Bool?
        let lines: [Line]?
    }

    private struct Generated: Decodable {
        let countId: String?
        let lines: Int
    }

    /// One is missing of the first, and there is one too many of the last.
    mutating func countByPlan() async throws {
        let (goods, store, quantity) = (self.chore.goods, self.places.store, self.chore.quantity)
        try await self.bring(quantity, of: goods, to: store)
        let plan = try await self.makePlan()
        // The ledger looks for what is due, too; whoever comes first makes the one sheet.
        try await self.order(["v1", "count-plans", "\(plan):generate"], [:])
        let again = try await self.order(["v1", "count-plans", "\(plan):generate"], [:])
        try self.expect(try again.decode(Generated.self).lines, 0, "what is due once more")
        let sheet = Self.counts + [try await self.onlySheet(of: plan)]
        let lines = try await self.api.get(sheet, as: Sheet.self).lines ?? []
        try self.expect(lines.map(\.sku).sorted(), goods.map(\.sku), "what is to be counted")
        let differences: [String: Int64] = [goods[0].sku: -1, goods[1].sku: 0, goods[2].sku: 1]
        let seen = lines.map { line -> JSONValue in
            let seen = quantity + (differences[line.sku] ?? 0)
            return ["line": .integer(line.line), "quantity": .string("\(seen)")]
        }
        try await self.step(sheet, "submit", ["lines": .array(seen)], "counted")
        try await self.approve(sheet)
        let approved = try await self.api.get(sheet, as: Sheet.self).lines ?? []
        for line in approved {
            let difference = Quantity(integerLiteral: differences[line.sku] ?? 0)
            try self.expect(line.variance, difference, "the variance of \(line.sku)")
            try self.expect(line.residual, difference, "what nothing explains of \(line.sku)")
        }
        for each in goods { self.see(quantity + (differences[each.sku] ?? 0), of: each, at: store) }
        try await self.expectStock([quantity - 1, quantity, quantity + 1], at: store)
        try await self.api.change(
            ["v1", "count-plans", plan],
            ["status": "retired"] as JSONValue
        )
    }

    private func onlySheet(of plan: String) async throws -> String {
        var sheets: [Sheet] = []
        try await self.expectSoon(1, "sheets of the plan") {
            sheets = try await self.api.list(
                Self.counts,
                query: [("plan", plan)],
                of: Sheet.self
            )
            return sheets.count
        }
        return sheets[0].id
    }

    private mutating func makePlan() async throws -> String {
        try await self.make(
            ["v1", "count-plans"],
            [
                "name": .string("Chore \(self.lot)"), "location": .string(self.places.store),
                "skus": .array(self.chore.goods.map { .string($0.sku) }),
                "days": ["a": 3_650, "b": 3_650, "c": 3_650],
                "tolerance": ["quantity": "1"], "soleApproval": "0",
            ]
        )
    }

    /// Who counted does not approve alone, nor twice.
    private mutating func approve(_ sheet: [String]) async throws {
        try await self.step(sheet, "approve", [:], "counted")
        try await self.expectRefusal(.forbidden, of: Self.step("approve", of: sheet), [:])
        try await self.step(sheet, "approve", by: .colleague, [:], "approved")
    }

    private mutating func step(
        _ sheet: [String],
        _ verb: String,
        by voice: Voice = .own,
        _ body: JSONValue,
        _ state: String
    ) async throws {
        let answer = try await self.order(Self.step(verb, of: sheet), by: voice, body)
        try self.expect(try answer.decode(Sheet.self).state, state, "the sheet after \(verb)")
    }
}
