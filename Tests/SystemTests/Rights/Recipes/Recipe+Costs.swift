import Contracts
import Kernel
import TestSupport
import Testing

extension Recipe {
    static let costs: [Recipe] =
        [
            "getValuation", "getValuationAgeing", "getCarryingCost", "listLosses", "listCostLayers",
            "listCostEntries", "listCostPolicies", "listCostOrders", "listExchangeRates",
            "getStockDashboard",
        ].map { Recipe($0) } + [
            Recipe("setCostPolicy") { _ in
                try Call("setCostPolicy", json: ["method": "average"])
            },
            Recipe("postLandedCost") { system in
                let entry = try await system.entry()
                return try Call("postLandedCost", json: Self.landed(on: entry))
            },
            Recipe("postRevaluation") { system in
                let article = try await system.stockedArticle()
                return try Call(
                    "postRevaluation",
                    json: ["sku": .string(article.sku), "unitCost": "1.5", "reason": "invoice"]
                )
            },
            Recipe("reverseCostOrder") { system in
                let entry = try await system.entry()
                let landed = try await system.make("postLandedCost", json: Self.landed(on: entry))
                let path = ["costOrderId": try landed.text("id")]
                return try Call("reverseCostOrder", path, json: ["reason": "mistake"])
            },
            Recipe("addExchangeRate") { _ in
                try Call(
                    "addExchangeRate",
                    json: [
                        "currency": "USD", "rate": "0.9", "validFrom": "2026-01-01T00:00:00Z",
                    ]
                )
            },
        ]

    private static func landed(on entry: String) -> JSONValue {
        [
            "reference": [
                "source": "freight", "document": .string(ID<Entry>.make().description),
            ],
            "amount": ["amount": "1.5", "currency": "EUR"],
            "basis": "quantity",
            "receipts": [["entryId": .string(entry)]],
        ]
    }
}
