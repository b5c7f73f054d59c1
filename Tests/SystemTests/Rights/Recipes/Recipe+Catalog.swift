import Contracts
import TestSupport
import Testing

extension Recipe {
    static let catalog: [Recipe] = categories + products + variants + barcodes + units + imports

    private static let categories: [Recipe] = [
        Recipe("listCategories"),
        Recipe("createCategory") { _ in
            try Call("createCategory", json: ["name": .string(Unique.word())])
        },
        Recipe("getCategory") { try Call("getCategory", ["categoryId": await $0.category()]) },
        Recipe("updateCategory") { system in
            let path = ["categoryId": try await system.category()]
            return try Call(
                "updateCategory",
                path,
                json: ["name": .string(Unique.word())],
                version: await system.version("getCategory", path)
            )
        },
        Recipe("deleteCategory") {
            try Call("deleteCategory", ["categoryId": await $0.category()])
        },
    ]

    private static let products: [Recipe] = [
        Recipe("listProducts"),
        Recipe("createProduct") { _ in
            try Call("createProduct", json: ["name": .string(Unique.word())])
        },
        Recipe("getProduct") {
            try Call("getProduct", ["productId": await $0.article().productID])
        },
        Recipe("updateProduct") { system in
            let path = ["productId": try await system.article().productID]
            return try Call(
                "updateProduct",
                path,
                json: ["brand": "Another"],
                version: await system.version("getProduct", path)
            )
        },
        Recipe("deleteProduct") { system in
            let product = try await system.make("createProduct", json: ["name": "Empty"])
            return try Call("deleteProduct", ["productId": product.text("id")])
        },
        Recipe("retireProduct") {
            try Call("retireProduct", ["productId": await $0.article().productID])
        },
    ]

    private static let variants: [Recipe] = [
        Recipe("listVariants"),
        Recipe("createVariant") { system in
            let product = try await system.article().productID
            return try Call(
                "createVariant",
                json: ["productId": .string(product), "sku": .string(Unique.sku())]
            )
        },
        Recipe("getVariant") { try Call("getVariant", ["variantId": await $0.article().id]) },
        Recipe("updateVariant") { system in
            let path = ["variantId": try await system.article().id]
            return try Call(
                "updateVariant",
                path,
                json: ["name": "Another"],
                version: await system.version("getVariant", path)
            )
        },
        Recipe("deleteVariant") {
            try Call("deleteVariant", ["variantId": await $0.article().id])
        },
        Recipe("retireVariant") {
            try Call("retireVariant", ["variantId": await $0.article().id])
        },
    ]

    private static let barcodes: [Recipe] = [
        Recipe("addBarcode") { system in
            let path = ["variantId": try await system.article().id]
            return try Call("addBarcode", path, json: ["code": .string(Unique.word())])
        },
        Recipe("removeBarcode") { system in
            let (variant, code) = try await system.barcode()
            return try Call("removeBarcode", ["variantId": variant, "code": code])
        },
        Recipe("lookupBarcode") { try Call("lookupBarcode", ["code": await $0.barcode().code]) },
    ]

    private static let units: [Recipe] = [
        Recipe("listUnits"),
        Recipe("createUnit") { _ in
            try Call(
                "createUnit",
                json: ["code": .string(Unique.word()), "name": "A unit", "dimension": "count"]
            )
        },
        Recipe("listUnitConversions"),
        Recipe("setUnitConversion") { system in
            let (from, to) = (try await system.unit(), try await system.unit())
            return try Call(
                "setUnitConversion",
                json: [
                    "from": .string(from), "to": .string(to), "numerator": 12, "denominator": 1,
                ]
            )
        },
    ]

    private static let imports: [Recipe] = [
        Recipe("startImport") { _ in try Self.importCall() },
        Recipe("getImport") { try Call("getImport", ["importId": await $0.finishedImport()]) },
        Recipe("listImportErrors") {
            try Call("listImportErrors", ["importId": await $0.finishedImport()])
        },
        Recipe("resumeImport") {
            try Call("resumeImport", ["importId": await $0.failedImport()])
        },
    ]

    fileprivate static func importCall() throws -> Call {
        let sku = Unique.sku()
        return try Call("startImport").with("sku,product\n\(sku),Imported\n", type: "text/csv")
    }
}

extension System {
    /// The entity tag of what a query reads.
    func version(_ operation: String, _ path: [String: String]) async throws -> String {
        let answer = try await self.succeed(Call(operation, path), by: self.admin)
        return try #require(answer.version)
    }

    fileprivate func category() async throws -> String {
        try await self.make("createCategory", json: ["name": .string(Unique.word())]).text("id")
    }

    fileprivate func barcode() async throws -> (variant: String, code: String) {
        let (variant, code) = (try await self.article().id, Unique.word())
        try await self.make("addBarcode", ["variantId": variant], json: ["code": .string(code)])
        return (variant, code)
    }

    fileprivate func unit() async throws -> String {
        let code = Unique.word()
        let draft: JSONValue = ["code": .string(code), "name": "A unit", "dimension": "count"]
        try await self.make("createUnit", json: draft)
        return code
    }

    fileprivate func finishedImport() async throws -> String {
        let job = try await self.succeed(Recipe.importCall(), by: self.admin).text("id")
        try await eventually("the import is done") {
            let call = try Call("getImport", ["importId": job])
            return try await self.succeed(call, by: self.admin).text("state") == "done"
        }
        return job
    }

    /// An import in the state in which a fault of the database leaves it.
    fileprivate func failedImport() async throws -> String {
        let job = try await self.finishedImport()
        try await self.administer(
            """
            UPDATE catalog.import_job SET state = 'failed', failure = 'by a test'
            WHERE id = '\(job)'
            """
        )
        return job
    }
}
