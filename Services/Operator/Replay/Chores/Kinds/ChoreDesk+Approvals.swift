import Contracts
import Kernel

extension ChoreDesk {
    private static let proposals = ["v1", "proposals"]

    private struct Proposal: Decodable {
        let id: String
        let state: String
        let postedEntryId: String?
    }

    /// More than anybody may add is found, which somebody else approves, and taken away again, which they
    /// decline at first.
    mutating func seekApproval() async throws {
        let (store, quantity) = (self.places.store, self.chore.quantity)
        try await self.bring(quantity, of: self.chore.goods, to: store)
        self.note(quantity, of: self.chore.goods, at: store)
        let large = (self.office.limit ?? ChoreRule.ownLimit) + 1
        let found = self.adjustment(large, reason: "found")
        if self.office.limit != nil {
            try await self.expectRefusal(.approvalRequired, of: ["v1", "adjustments"], found)
        }
        let first = try await self.propose(found)
        try await self.expectRefusal(
            .ownProposal,
            of: Self.proposals + ["\(first):approve"],
            [:]
        )
        try await self.expectStock(quantity, at: store)
        try await self.approve(first, moving: large)
        try await self.expectRefusal(
            .wrongState,
            of: Self.proposals + ["\(first):approve"],
            by: .colleague,
            [:]
        )
        let lost = self.adjustment(.zero - large, reason: "damaged")
        let declined = try await self.propose(lost)
        let answer = try await self.order(
            Self.proposals + ["\(declined):decline"],
            by: .colleague,
            ["note": "Look again"]
        )
        try self.expect(try answer.decode(Proposal.self).state, "declined", "what was declined")
        try await self.approve(self.propose(lost), moving: large)
        try await self.expectStock(quantity, at: store)
    }

    private func adjustment(_ quantity: Quantity, reason: String) -> JSONValue {
        [
            "location": .string(self.places.store), "reason": .string(reason),
            "lines": .array(
                self.chore.goods.map { goods in
                    ["sku": .string(goods.sku), "quantity": .string("\(quantity)")]
                }
            ),
        ]
    }

    private mutating func propose(_ body: JSONValue) async throws -> String {
        let answer = try await self.order(
            Self.proposals,
            ["operation": "postAdjustment", "body": body]
        )
        let proposal = try answer.decode(Proposal.self)
        try self.expect(proposal.state, "pending", "what was proposed")
        return proposal.id
    }

    /// Has somebody else approve, and expects an entry that moves so much of each of the goods.
    private mutating func approve(_ proposal: String, moving quantity: Quantity) async throws {
        let path = Self.proposals + ["\(proposal):approve"]
        let answer = try await self.order(path, by: .colleague, ["note": "Seen"])
        let approved = try answer.decode(Proposal.self)
        try self.expect(approved.state, "approved", "what was approved")
        let entry = try await self.api.get(
            ["v1", "entries", approved.postedEntryId ?? ""],
            as: Told.self
        )
        try self.expect(
            entry.movements.map(\.quantity),
            self.chore.goods.map { _ in quantity },
            "what the approved entry moved"
        )
    }
}
