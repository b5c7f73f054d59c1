import Contracts
import Kernel
import TestSupport
import Testing

extension Recipe {
    static let handlingUnits: [Recipe] = [
        Recipe("listHandlingUnits"),
        Recipe("createHandlingUnit") { _ in
            try Call("createHandlingUnit", json: Self.pallet())
        },
        Recipe("getHandlingUnit") {
            try Call("getHandlingUnit", ["handlingUnitId": await $0.handlingUnit()])
        },
        Recipe("listHandlingUnitChanges") {
            try Call("listHandlingUnitChanges", ["handlingUnitId": await $0.handlingUnit()])
        },
        Recipe("moveHandlingUnit") {
            let path = ["handlingUnitId": try await $0.handlingUnit()]
            return try Call("moveHandlingUnit", path, json: ["to": .string(System.east)])
        },
        Recipe("unpackHandlingUnit") {
            let path = ["handlingUnitId": try await $0.handlingUnit(isLoaded: true)]
            return try Call("unpackHandlingUnit", path, json: ["to": .string(System.main)])
        },
        Recipe("shipHandlingUnit") {
            let path = ["handlingUnitId": try await $0.handlingUnit(isLoaded: true)]
            return try Call("shipHandlingUnit", path, json: [:])
        },
        Recipe("closeHandlingUnit") {
            let path = ["handlingUnitId": try await $0.handlingUnit()]
            return try Call("closeHandlingUnit", path, json: [:])
        },
    ]

    fileprivate static func pallet() -> JSONValue {
        [
            "code": .string("PALLET-\(Unique.word())"), "type": "pallet",
            "location": .string(System.main),
        ]
    }
}

extension System {
    /// A pallet, which may have something on it.
    fileprivate func handlingUnit(isLoaded: Bool = false) async throws -> String {
        let unit = try await self.make("createHandlingUnit", json: Recipe.pallet())
        if isLoaded { _ = try await self.stockedArticle(at: unit.text("code")) }
        return try unit.text("id")
    }
}
