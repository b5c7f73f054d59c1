import Contracts
import Kernel
import TestSupport
import Testing

extension Recipe {
    static let counts: [Recipe] = plans + sheets

    private static let plans: [Recipe] = [
        Recipe("listCountPlans"),
        Recipe("createCountPlan") { _ in try Call("createCountPlan", json: Self.plan()) },
        Recipe("getCountPlan") { try Call("getCountPlan", ["countPlanId": await $0.plan()]) },
        Recipe("updateCountPlan") { system in
            let path = ["countPlanId": try await system.plan()]
            return try Call(
                "updateCountPlan",
                path,
                json: ["maximumLines": 5],
                version: await system.version("getCountPlan", path)
            )
        },
        Recipe("generateCount") {
            try Call("generateCount", ["countPlanId": await $0.plan()], json: [:])
        },
    ]

    private static let sheets: [Recipe] = [
        Recipe("listCounts"),
        Recipe("createCount") {
            try Call("createCount", json: Self.sheet(of: await $0.stockedArticle()))
        },
        Recipe("getCountAccuracy"),
        Recipe("getCount") { try Call("getCount", ["countId": await $0.sheet()]) },
        Recipe("submitCount") {
            try Call("submitCount", ["countId": await $0.sheet()], json: Self.seen)
        },
        Recipe("recountCount") { system in
            let path = ["countId": try await system.counted()]
            return try Call("recountCount", path, json: ["lines": [1]])
        },
        Recipe("approveCount") {
            try Call("approveCount", ["countId": await $0.counted()], json: [:])
        },
        Recipe("cancelCount") {
            try Call("cancelCount", ["countId": await $0.sheet()], json: [:])
        },
    ]

    fileprivate static func plan() -> JSONValue {
        ["name": .string("Plan \(Unique.word())"), "location": .string(System.main)]
    }

    fileprivate static func sheet(of article: Article) -> JSONValue {
        [
            "lines": [["sku": .string(article.sku), "location": .string(System.main)]],
            "tolerance": ["quantity": "1000"],
        ]
    }

    fileprivate static let seen: JSONValue = ["lines": [["line": 1, "quantity": "1"]]]
}

extension System {
    fileprivate func plan() async throws -> String {
        try await self.make("createCountPlan", json: Recipe.plan()).text("id")
    }

    fileprivate func sheet() async throws -> String {
        let article = try await self.stockedArticle()
        return try await self.make("createCount", json: Recipe.sheet(of: article)).text("id")
    }

    /// A sheet on which everything was counted.
    fileprivate func counted() async throws -> String {
        let sheet = try await self.sheet()
        let call = try Call("submitCount", ["countId": sheet], json: Recipe.seen)
        let answer = try await self.call(call, by: self.admin)
        #expect(answer.isSuccess)
        return sheet
    }
}
