import Contracts
import FoundationEssentials
import Kernel
import TestSupport
import Testing

extension Recipe {
    static let posIngest: [Recipe] = sources + messages + aliases

    private static let sources: [Recipe] = [
        Recipe("listSources"),
        Recipe("createSource") { _ in try Call("createSource", json: Self.source()) },
        Recipe("getSource") { try Call("getSource", ["sourceId": await $0.source()]) },
        Recipe("updateSource") { system in
            let path = ["sourceId": try await system.source()]
            return try Call(
                "updateSource",
                path,
                json: ["displayName": "Another"],
                version: await system.version("getSource", path)
            )
        },
        Recipe("getSourceStatement") {
            try Call("getSourceStatement", ["sourceId": await $0.source()])
        },
    ]

    private static let messages: [Recipe] = [
        Recipe("listPosMessages"),
        Recipe("replayPosMessages") { system in
            let source = try await system.parkedMessage().source
            return try Call("replayPosMessages", json: ["source": .string(source)])
        },
        Recipe("getPosMessage") {
            try Call("getPosMessage", ["messageId": await $0.parkedMessage().id])
        },
        Recipe("replayPosMessage") {
            try Call("replayPosMessage", ["messageId": await $0.parkedMessage().id])
        },
        Recipe("correctPosMessage") { system in
            let message = try await system.parkedMessage()
            let sku = try await system.stockedArticle().sku
            return try Call(
                "correctPosMessage",
                ["messageId": message.id],
                json: message.correction(to: sku)
            )
        },
        Recipe("discardPosMessage") {
            try Call(
                "discardPosMessage",
                ["messageId": await $0.parkedMessage().id],
                json: ["reason": "a test"]
            )
        },
    ]

    private static let aliases: [Recipe] = [
        Recipe("listAliases"),
        Recipe("createAlias") { system in
            // Made once, so that pos-ingest has heard of the article.
            let sku = try await system.alias().sku
            return try Call(
                "createAlias",
                json: ["code": .string(Unique.word()), "sku": .string(sku)]
            )
        },
        Recipe("deleteAlias") { try Call("deleteAlias", ["aliasId": await $0.alias().id]) },
    ]

    fileprivate static func source() -> JSONValue {
        ["name": .string(Unique.word()), "displayName": "A source", "location": "MAIN"]
    }
}

extension ParkedMessage {
    /// What makes the message a sale of one `sku`.
    func correction(to sku: String) -> JSONValue {
        [
            "payload": [
                "documentId": .string(self.document),
                "occurredAt": .string(Timestamp.now.description),
                "lines": [["lineNumber": 1, "code": .string(sku), "quantity": "1"]],
            ],
            "note": "a test",
        ]
    }
}

extension System {
    fileprivate func source() async throws -> String {
        try await self.make("createSource", json: Recipe.source()).text("id")
    }

    fileprivate func alias() async throws -> (id: String, sku: String) {
        let sku = try await self.article().sku
        let draft: JSONValue = ["code": .string(Unique.word()), "sku": .string(sku)]
        return (try await self.make("createAlias", json: draft).text("id"), sku)
    }
}
