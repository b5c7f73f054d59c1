import Contracts
import Kernel

extension ChoreDesk {
    private struct Known: Decodable {
        let id: String
        let status: String
    }

    private struct Inspected: Decodable {
        let id: String
        let verdict: String
    }

    /// The first lot passes, the second after a mistake, and for the third somebody answers.
    mutating func inspect() async throws {
        let (goods, store) = (self.chore.goods, self.places.store)
        for each in goods { try await self.planInspection(of: each) }
        try await self.bring(self.chore.quantity, of: goods, to: store)
        self.note(self.chore.quantity, of: goods, at: store)
        for each in goods {
            let lot = try await self.expectLot(of: each, "quarantined")
            try await self.expectRefusal(
                .lotWithheld,
                of: ["v1", "sales"],
                ["location": .string(store), "lines": self.lines(1, of: [each])]
            )
            try await self.expectRefusal(
                .inspectionRequired,
                of: ["v1", "lots", "\(lot):changeStatus"],
                ["status": "released", "reason": "cleared"]
            )
        }
        try await self.pass(goods[0])
        try await self.supersede(goods[1])
        try await self.concede(goods[2])
        try await self.sell(1, of: goods)
        try await self.expectStock(self.chore.quantity - 1, at: store)
    }

    private mutating func planInspection(of goods: Chore.Goods) async throws {
        try await self.order(
            ["v1", "inspection-plans"],
            [
                "sku": .string(goods.sku), "onReceipt": true, "reason": "A chore",
                "characteristics": [
                    [
                        "name": "pH", "kind": "measured", "unit": "pH", "minimum": "6.6",
                        "maximum": "6.8",
                    ],
                    ["name": "Smell", "kind": "attribute"],
                    [
                        "name": "Fat", "kind": "measured", "unit": "%", "minimum": "3.5",
                        "required": false,
                    ],
                ],
            ]
        )
    }

    private mutating func pass(_ goods: Chore.Goods) async throws {
        let lot = try await self.expectLot(of: goods, "quarantined")
        // What is at a limit is within it, and what is not required decides nothing.
        try await self.record(lot, value: "6.8", fat: "3.4", verdict: "accepted")
        try await self.expectLot(of: goods, "released")
    }

    private mutating func supersede(_ goods: Chore.Goods) async throws {
        let lot = try await self.expectLot(of: goods, "quarantined")
        let mistake = try await self.record(lot, value: "68", verdict: "rejected")
        try await self.expectLot(of: goods, "held")
        try await self.record(lot, value: "6.7", verdict: "accepted", supersedes: mistake)
        try await self.expectLot(of: goods, "released")
        try await self.expectRefusal(
            .wrongState,
            of: ["v1", "inspections"],
            Self.reading(lot, value: "6.7", supersedes: mistake)
        )
        try await self.expectSoon(["accepted", "rejected"], "the inspections") {
            try await self.api.list(
                ["v1", "inspections"],
                query: [("lot", lot)],
                of: Inspected.self
            )
            .map(\.verdict).sorted()
        }
    }

    private mutating func concede(_ goods: Chore.Goods) async throws {
        let lot = try await self.expectLot(of: goods, "quarantined")
        let rejection = try await self.record(lot, value: "7", verdict: "rejected")
        // Passing another time does not undo it.
        try await self.record(lot, value: "6.7", verdict: "accepted")
        try await self.expectLot(of: goods, "held")
        let path = ["v1", "inspections", "\(rejection):concede"]
        let reason: JSONValue = ["reason": "It does not matter"]
        // The key is a program.
        try await self.expectRefusal(.forbidden, of: path, reason)
        try await self.order(path, by: .colleague, reason)
        try await self.expectLot(of: goods, "released")
    }

    /// - Returns: The inspection.
    @discardableResult
    private mutating func record(
        _ lot: String,
        value: String,
        fat: String? = nil,
        verdict: String,
        supersedes: String? = nil
    ) async throws -> String {
        let answer = try await self.order(
            ["v1", "inspections"],
            Self.reading(lot, value: value, fat: fat, supersedes: supersedes)
        )
        let inspection = try answer.decode(Inspected.self)
        try self.expect(inspection.verdict, verdict, "the verdict on a pH of \(value)")
        return inspection.id
    }

    private static func reading(
        _ lot: String,
        value: String,
        fat: String? = nil,
        supersedes: String? = nil
    ) -> JSONValue {
        var readings: [JSONValue] = [
            ["characteristic": "pH", "value": .string(value)],
            ["characteristic": "Smell", "passed": true],
        ]
        if let fat { readings.append(["characteristic": "Fat", "value": .string(fat)]) }
        var draft: [String: JSONValue] = ["lotId": .string(lot), "readings": .array(readings)]
        draft["supersedes"] = supersedes.map(JSONValue.string)
        return .object(draft)
    }

    /// Expects that the chore's lot of the goods has this status.
    ///
    /// - Returns: The lot.
    @discardableResult
    func expectLot(of goods: Chore.Goods, _ status: String) async throws -> String {
        var lots: [Known] = []
        try await self.expectSoon([status], "the lot of \(goods.sku)") {
            lots = try await self.api.list(
                ["v1", "lots"],
                query: [("sku", goods.sku), ("code", self.lot)],
                of: Known.self
            )
            return lots.map(\.status)
        }
        return lots[0].id
    }
}
