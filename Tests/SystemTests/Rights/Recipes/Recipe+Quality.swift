import Contracts
import TestSupport
import Testing

extension Recipe {
    static let quality: [Recipe] = [
        Recipe("listInspectionPlans"),
        Recipe("createInspectionPlan") {
            try Call("createInspectionPlan", json: Self.plan(of: await $0.trackedSKU()))
        },
        Recipe("getInspectionPlan") { system in
            let plan = try await system.make(
                "createInspectionPlan",
                json: Self.plan(of: system.trackedSKU())
            )
            return try Call("getInspectionPlan", ["inspectionPlanId": plan.text("id")])
        },
        Recipe("listInspections"),
        Recipe("recordInspection") {
            try Call("recordInspection", json: Self.inspection(of: await $0.inspectedLot()))
        },
        Recipe("getInspection") {
            try Call("getInspection", ["inspectionId": await $0.inspection()])
        },
        Recipe("concedeInspection") {
            try Call(
                "concedeInspection",
                ["inspectionId": await $0.inspection()],
                json: ["reason": "Good enough"]
            )
        },
    ]

    fileprivate static func plan(of sku: String) -> JSONValue {
        [
            "sku": .string(sku), "reason": "New goods",
            "characteristics": [["name": "Smell", "kind": "attribute"]],
        ]
    }

    fileprivate static func inspection(of lot: String) -> JSONValue {
        [
            "lotId": .string(lot),
            "readings": [["characteristic": "Smell", "passed": false]],
        ]
    }
}

extension System {
    fileprivate func trackedSKU() async throws -> String {
        try await self.make("createLot", json: self.lotDraft()).text("sku")
    }

    /// A lot of goods that there is a plan for.
    fileprivate func inspectedLot() async throws -> String {
        let lot = try await self.make("createLot", json: self.lotDraft())
        _ = try await self.make("createInspectionPlan", json: Recipe.plan(of: lot.text("sku")))
        return try lot.text("id")
    }

    /// One that rejected its lot.
    fileprivate func inspection() async throws -> String {
        let lot = try await self.inspectedLot()
        return try await self.make("recordInspection", json: Recipe.inspection(of: lot)).text("id")
    }
}
