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
                return try Call(
                    "postLandedCost",
                    json: [
                        "reference": [
                            "source": "freight", "document": .string(ID<Entry>.make().description),
                        ],
                        "amount": ["amount": "1.5", "currency": "EUR"],
                        "basis": "quantity",
                        "receipts": [["entryId": .string(entry)]],
                    ]
                )
            },
            Recipe("postRevaluation") { system in
                let article = try await system.stockedArticle()
                return try Call(
                    "postRevaluation",
                    json: ["sku": .string(article.sku), "unitCost": "1.5", "reason": "invoice"]
                )
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
}
