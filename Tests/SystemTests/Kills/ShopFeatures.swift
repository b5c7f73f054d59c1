import Contracts
import Kernel
import TestSupport
import Testing

@testable import Operator

/// What a ledger does beside a shop's sales: goods are costed by every method, go to another warehouse,
/// are promised and picked, and what is lost is approved by somebody else, behind a closed period.
struct ShopFeatures: Sendable {
    private static let methods = ["fifo", "average", "standard"]
    private static let unitCost = "2.5"
    /// The most of one variant that is corrected without approval.
    private static let maximumQuantity: Quantity = 100
    /// Of one variant each, in every round.
    private static let moved: Quantity = 3
    private static let promised: Quantity = 2
    private static let lost: Quantity = 150

    let system: System
    let warehouse: String

    /// Closes a period and demands approvals.
    func switchOn() async throws {
        _ = try await self.system.sealedPeriod()
        let limit = Self.maximumQuantity.description
        try await self.system.make(
            "createApprovalRule",
            json: ["maximumQuantity": .string(limit), "reason": "Losses are looked at"]
        )
    }

    /// Demands no approvals any more, for whoever comes after.
    func switchOff() async throws {
        try await self.system.make(
            "createApprovalRule",
            json: ["reason": "Nothing needs an approval"]
        )
    }

    /// Makes articles that are costed by one method each, and receives them at a price.
    func supply(_ count: Int, _ opening: Quantity) async throws -> [String] {
        var skus: [String] = []
        for index in 0..<count {
            let sku = try await self.system.article().sku
            let method = Self.methods[index % Self.methods.count]
            var policy: [String: JSONValue] = ["sku": .string(sku), "method": .string(method)]
            if method == "standard" { policy["standardCost"] = .string(Self.unitCost) }
            try await self.system.make("setCostPolicy", json: .object(policy))
            let line: JSONValue = [
                "sku": .string(sku), "quantity": .string(opening.description),
                "unitCost": ["amount": .string(Self.unitCost), "currency": "EUR"],
            ]
            try await self.system.make(
                "postReceipt",
                json: ["location": .string(self.warehouse), "lines": [line]]
            )
            skus.append(sku)
        }
        return skus
    }

    /// Moves, promises and loses some, each step asked for under its key until there is an answer.
    ///
    /// - Parameter skus: Three of those that there are.
    /// - Returns: The proposal of the loss.
    func work(on skus: ArraySlice<String>) async throws -> String {
        let skus = Array(skus)
        let order = try await self.make(
            "transfer-orders",
            [
                "from": .string(self.warehouse), "to": .string(System.east),
                "lines": [Self.line(skus[0], Self.moved)],
            ]
        )
        try await self.post(["transfer-orders", "\(order):dispatch"], ["anywhere": true])
        try await self.post(
            ["transfer-orders", "\(order):receive"],
            ["location": .string(System.east)]
        )
        let promise = try await self.make(
            "reservations",
            [
                "warehouse": .string(self.warehouse),
                "lines": [Self.line(skus[1], Self.promised)],
            ]
        )
        try await self.post(["reservations", "\(promise):consume"], ["anywhere": true])
        return try await self.make(
            "proposals",
            ["operation": "postAdjustment", "body": self.loss(of: skus[2])]
        )
    }

    /// What `rounds` of ``work(on:)`` and the approval of their losses take.
    func taken(by rounds: Int, from skus: ArraySlice<String>) -> [String: Quantity] {
        let each = [Self.moved, Self.promised, Self.lost]
        return Dictionary(
            uniqueKeysWithValues: zip(skus, each).map { sku, quantity in
                (sku, (0..<rounds).reduce(Quantity.zero) { sum, _ in sum + quantity })
            }
        )
    }

    /// Has the administrator approve what a program proposed, which nobody can post alone.
    func approve(_ proposals: [String], of sku: String) async throws {
        let alone = try Call("postAdjustment", json: self.loss(of: sku))
        let refusal = try await self.system.call(alone, by: self.system.admin)
        #expect(try refusal.decode(Problem.self).knownCode == .approvalRequired)
        for proposal in proposals {
            let answer = try await self.system.make(
                "approveProposal",
                ["proposalId": proposal],
                json: [:]
            )
            #expect(try answer.text("state") == "approved")
        }
    }

    private func loss(of sku: String) -> JSONValue {
        [
            "location": .string(self.warehouse), "reason": "damaged",
            "lines": [["sku": .string(sku), "quantity": .string("-\(Self.lost)")]],
        ]
    }

    private static func line(_ sku: String, _ quantity: Quantity) -> JSONValue {
        ["sku": .string(sku), "quantity": .string(quantity.description)]
    }

    /// - Returns: The identifier of what was made.
    private func make(_ path: String, _ draft: JSONValue) async throws -> String {
        struct Document: Decodable { let id: String }
        return try await self.post([path], draft).decode(Document.self).id
    }

    @discardableResult
    private func post(_ path: [String], _ draft: JSONValue) async throws -> APIAnswer {
        try await self.system.operatorAPI.post(["v1"] + path, key: Unique.word(), draft)
    }
}
