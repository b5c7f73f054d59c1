import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

extension LedgerBench {
    /// Has the rule be another from now on.
    @discardableResult
    func rule(_ members: String) async throws -> JSONValue {
        let others = members.isEmpty ? "" : members + ","
        return try await self.succeed("createApprovalRule", #"{\#(others)"reason":"Audit"}"#)
    }

    /// What worth is counted in.
    func currency() async throws -> String {
        try await self.rows("SELECT currency FROM cost_position")[0].decode("currency")
    }

    /// The body of a correction of one line.
    static func correction(_ quantity: Quantity, of sku: String) -> String {
        """
        {"location":"LDN","reason":"\(quantity.isNegative ? "lost" : "found")",
        "lines":[{"sku":"\(sku)","quantity":"\(quantity)"}]}
        """
    }

    /// Proposes a correction; returns the path of the proposal.
    func propose(
        _ quantity: Quantity,
        of sku: String,
        as principal: Principal
    ) async throws -> [String: String] {
        let body = """
            {"operation":"postAdjustment","note":"Please",
            "body":\(Self.correction(quantity, of: sku))}
            """
        let response = await self.ask("createProposal", body, as: principal)
        let proposal = try Self.document(response)
        return ["proposalId": try #require(proposal["id"]?.text)]
    }

    /// What was answered, or why not.
    static func document(_ response: OperationResponse) throws -> JSONValue {
        guard response.status < 300 else {
            throw Refused(text: String(decoding: response.body, as: UTF8.self))
        }
        return try MessageCoding.decode(JSONValue.self, from: response.body)
    }
}
