import Contracts
import Kernel
import TestSupport
import Testing

extension Recipe {
    static let ledger: [Recipe] =
        locations + items + rules + postings + journal + reservations + transfers
        + handlingUnits + costs

    private static let locations: [Recipe] = [
        Recipe("listLocations"),
        Recipe("createLocation") { _ in try Call("createLocation", json: Self.warehouse()) },
        Recipe("getLocation") { try Call("getLocation", ["locationId": await $0.location()]) },
        Recipe("updateLocation") { system in
            let path = ["locationId": try await system.location()]
            return try Call(
                "updateLocation",
                path,
                json: ["name": "Another"],
                version: await system.version("getLocation", path)
            )
        },
    ]

    private static let items: [Recipe] =
        [
            Recipe("listLots"),
            Recipe("createLot") { try Call("createLot", json: await $0.lotDraft()) },
            Recipe("getLot") { system in
                let lot = try await system.make("createLot", json: system.lotDraft())
                return try Call("getLot", ["lotId": lot.text("id")])
            },
            Recipe("updateLot") { system in
                let lot = try await system.make("createLot", json: system.lotDraft())
                let path = try ["lotId": lot.text("id")]
                return try Call(
                    "updateLot",
                    path,
                    json: ["supplier": "Meadow"],
                    version: await system.version("getLot", path)
                )
            },
            Recipe("changeLotStatus") { system in
                let lot = try await system.make("createLot", json: system.lotDraft())
                return try Call(
                    "changeLotStatus",
                    ["lotId": lot.text("id")],
                    json: ["status": "held", "reason": "inspection"]
                )
            },
            Recipe("recallLot") { system in
                let lot = try await system.make("createLot", json: system.lotDraft())
                return try Call("recallLot", ["lotId": lot.text("id")], json: ["reason": "quality"])
            },
        ]
        + [
            Recipe("getLotEvidence") { system in
                _ = try await system.sealedMovement()
                let lot = try await system.make("createLot", json: system.lotDraft())
                return try Call("getLotEvidence", ["lotId": lot.text("id")])
            }
        ]
        + ["traceLot", "listLotOrigins", "listLotRecipients", "listLotChanges"].map { query in
            Recipe(query) { system in
                let lot = try await system.make("createLot", json: system.lotDraft())
                return try Call(query, ["lotId": lot.text("id")])
            }
        }
        + ["traceSerial", "listSerialOrigins", "listSerialRecipients"].map { query in
            Recipe(query) { system in
                try Call(query, ["serialId": await system.serial()])
            }
        }

    private static let rules: [Recipe] = [
        Recipe("listRemovalRules"),
        Recipe("setRemovalRule") { _ in
            try Call("setRemovalRule", json: ["strategy": "fefo"])
        },
        Recipe("deleteRemovalRule") { system in
            let article = try await system.stockedArticle()
            let rule = try await system.make(
                "setRemovalRule",
                json: ["sku": .string(article.sku), "strategy": "lifo"]
            )
            return try Call("deleteRemovalRule", ["ruleId": rule.text("id")])
        },
        Recipe("listSerials"),
    ]

    private static let postings: [Recipe] = [
        Recipe("postReceipt") {
            try Call("postReceipt", json: Self.posting(await $0.stockedArticle()))
        },
        Recipe("postAdjustment") { system in
            let article = try await system.stockedArticle()
            return try Call("postAdjustment", json: Self.posting(article, ["reason": "found"]))
        },
        Recipe("postTransfer") { system in
            let article = try await system.stockedArticle()
            return try Call(
                "postTransfer",
                json: [
                    "from": .string(System.main), "to": .string(System.east),
                    "lines": Self.lines(article),
                ]
            )
        },
        Recipe("postProduction") { system in
            let (input, output) = try await (system.stockedArticle(), system.stockedArticle())
            return try Call(
                "postProduction",
                json: [
                    "location": .string(System.main), "inputs": Self.lines(input),
                    "outputs": Self.lines(output),
                ]
            )
        },
        Recipe("postSale") {
            try Call("postSale", json: Self.posting(await $0.stockedArticle()))
        },
        Recipe("postReturn") {
            try Call("postReturn", json: Self.posting(await $0.stockedArticle()))
        },
        Recipe("postSupplierReturn") {
            try Call("postSupplierReturn", json: Self.posting(await $0.stockedArticle()))
        },
        Recipe("reverseEntry") { system in
            let path = ["entryId": try await system.entry()]
            return try Call("reverseEntry", path, json: ["reason": "cancelled"])
        },
        Recipe("postBatch") { system in
            let draft = Self.posting(try await system.stockedArticle())
            let sale: JSONValue = ["operation": "postSale", "body": draft]
            return try Call("postBatch", json: ["mode": "independent", "items": [sale]])
        },
    ]

    private static let journal: [Recipe] = [
        Recipe("listEntries"),
        Recipe("getEntry") { try Call("getEntry", ["entryId": await $0.entry()]) },
        Recipe("listDependants") { try Call("listDependants", ["entryId": await $0.entry()]) },
        Recipe("listMovements"),
        Recipe("getReceipt") { try Call("getReceipt", ["movementId": await $0.sealedMovement()]) },
        Recipe("listCheckpoints"),
        Recipe("getLatestCheckpoint") { system in
            _ = try await system.sealedMovement()
            return try Call("getLatestCheckpoint")
        },
        Recipe("verifyLedger"),
        Recipe("listDrifts"),
        Recipe("listStock"),
        Recipe("getStock") { try Call("getStock", ["sku": await $0.stockedArticle().sku]) },
        Recipe("explainStock") {
            try Call("explainStock", ["sku": await $0.stockedArticle().sku])
        },
    ]

    private static let reservations: [Recipe] = [
        Recipe("listReservations"),
        Recipe("createReservation") { system in
            let article = try await system.stockedArticle()
            return try Call("createReservation", json: Self.reservation(article))
        },
        Recipe("getReservation") {
            try Call("getReservation", ["reservationId": await $0.reservation()])
        },
        Recipe("listReservationChanges") {
            try Call("listReservationChanges", ["reservationId": await $0.reservation()])
        },
        Recipe("consumeReservation") {
            try Call("consumeReservation", ["reservationId": await $0.reservation()], json: [:])
        },
        Recipe("releaseReservation") {
            try Call("releaseReservation", ["reservationId": await $0.reservation()], json: [:])
        },
        Recipe("extendReservation") {
            try Call("extendReservation", ["reservationId": await $0.reservation()], json: [:])
        },
        Recipe("withdrawReservation") { _ in
            let document: JSONValue = ["source": "web", "document": .string(Unique.word())]
            return try Call(
                "withdrawReservation",
                json: ["warehouse": .string(System.main), "reference": document]
            )
        },
    ]

    static func lines(_ article: Article) -> JSONValue {
        [["sku": .string(article.sku), "quantity": "1"]]
    }

    /// A draft of an entry for one piece.
    static func posting(
        _ article: Article,
        at location: String = System.main,
        _ more: [String: JSONValue] = [:]
    ) -> JSONValue {
        let draft: [String: JSONValue] = [
            "location": .string(location), "lines": Self.lines(article),
        ]
        return .object(draft.merging(more) { $1 })
    }

    static func reservation(_ article: Article, in warehouse: String = System.main) -> JSONValue {
        ["warehouse": .string(warehouse), "lines": Self.lines(article)]
    }

    fileprivate static func warehouse() -> JSONValue {
        ["code": .string("WH-\(Unique.word())"), "name": "A warehouse", "kind": "warehouse"]
    }
}

extension System {
    /// A promise of one piece.
    func reservation(in warehouse: String = System.main) async throws -> String {
        let article = try await self.stockedArticle(at: warehouse)
        let draft = Recipe.reservation(article, in: warehouse)
        return try await self.make("createReservation", json: draft).text("id")
    }

    fileprivate func location() async throws -> String {
        try await self.make("createLocation", json: Recipe.warehouse()).text("id")
    }

    func entry() async throws -> String {
        try await self.receive(1, of: self.article().sku).text("id")
    }

    /// A movement that a checkpoint vouches for.
    fileprivate func sealedMovement() async throws -> String {
        let entry = try await self.receive(1, of: self.article().sku)
        guard case .array(let movements)? = try entry.json?["movements"],
            let id = movements.first?["id"]?.text
        else { return "" }
        try await eventually("movement \(id) is sealed") {
            try await self.call(Call("getReceipt", ["movementId": id]), by: self.admin).isSuccess
        }
        return id
    }

    /// A draft of a lot of an article that the ledger knows.
    func lotDraft() async throws -> JSONValue {
        let article = try await self.article(tracking: ["mode": "lot", "hasExpiry": false])
        try await eventually("the ledger knows \(article.sku)") {
            try await self.call(Call("getStock", ["sku": article.sku]), by: self.admin).isSuccess
        }
        return ["sku": .string(article.sku), "code": .string(Unique.word())]
    }
}
