import Contracts
import TestSupport
import Testing

extension Recipe {
    static let approvals: [Recipe] = [
        Recipe("listApprovalRules"),
        // Without limits, so that nobody else has to ask.
        Recipe("createApprovalRule") { _ in
            try Call("createApprovalRule", json: ["reason": "Nothing needs an approval"])
        },
        Recipe("listProposals"),
        Recipe("createProposal") {
            try Call("createProposal", json: Self.proposal(of: await $0.stockedArticle()))
        },
        Recipe("getProposal") { try Call("getProposal", ["proposalId": await $0.proposal()]) },
        Recipe("approveProposal") {
            try Call("approveProposal", ["proposalId": await $0.proposal()], json: [:])
        },
        Recipe("declineProposal") {
            try Call("declineProposal", ["proposalId": await $0.proposal()], json: [:])
        },
    ]

    fileprivate static func proposal(of article: Article) -> JSONValue {
        [
            "operation": "postAdjustment",
            "body": [
                "location": .string(System.main), "reason": "found",
                "lines": [["sku": .string(article.sku), "quantity": "1"]],
            ],
        ]
    }
}

extension System {
    fileprivate func proposal() async throws -> String {
        let article = try await self.stockedArticle()
        return try await self.make("createProposal", json: Recipe.proposal(of: article)).text("id")
    }
}
