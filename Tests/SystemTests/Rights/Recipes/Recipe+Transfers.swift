import Contracts
import Kernel
import TestSupport
import Testing

extension Recipe {
    static let transfers: [Recipe] = [
        Recipe("listTransferOrders"),
        Recipe("createTransferOrder") { system in
            let article = try await system.stockedArticle()
            return try Call("createTransferOrder", json: Self.order(article))
        },
        Recipe("getTransferOrder") {
            try Call("getTransferOrder", ["transferOrderId": await $0.transferOrder()])
        },
        Recipe("dispatchTransferOrder") {
            let path = ["transferOrderId": try await $0.transferOrder()]
            return try Call("dispatchTransferOrder", path, json: [:])
        },
        Recipe("receiveTransferOrder") {
            let path = ["transferOrderId": try await $0.transferOrder(isDispatched: true)]
            return try Call("receiveTransferOrder", path, json: [:])
        },
        Recipe("reportTransferLoss") {
            let path = ["transferOrderId": try await $0.transferOrder(isDispatched: true)]
            return try Call("reportTransferLoss", path, json: ["reason": "lost"])
        },
        Recipe("cancelTransferOrder") {
            let path = ["transferOrderId": try await $0.transferOrder()]
            return try Call("cancelTransferOrder", path, json: [:])
        },
    ]

    fileprivate static func order(_ article: Article) -> JSONValue {
        [
            "from": .string(System.main), "to": .string(System.east),
            "lines": Self.lines(article),
        ]
    }
}

extension System {
    /// An order of one piece, which may have left.
    fileprivate func transferOrder(isDispatched: Bool = false) async throws -> String {
        let draft = Recipe.order(try await self.stockedArticle())
        let id = try await self.make("createTransferOrder", json: draft).text("id")
        guard isDispatched else { return id }
        try await self.succeed(
            Call("dispatchTransferOrder", ["transferOrderId": id], json: [:]),
            by: self.admin
        )
        return id
    }
}
