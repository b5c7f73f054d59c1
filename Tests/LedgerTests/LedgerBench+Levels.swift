import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

extension LedgerBench {
    /// A line that says how much there is to be; `nil` expects nothing in particular.
    static func level(
        _ level: Quantity,
        expecting expected: Quantity?,
        of sku: String,
        lot: String? = nil
    ) -> String {
        let expected = expected.map { #""\#($0)""# } ?? "null"
        let lot = lot.map { #","lot":"\#($0)""# } ?? ""
        return #"{"sku":"\#(sku)","setTo":"\#(level)","expectedQuantity":\#(expected)\#(lot)}"#
    }

    /// The body of an adjustment of such lines, or others.
    static func adjustment(_ lines: String..., members: String = "") -> String {
        """
        {"location":"LDN","reason":"data-correction"\(members),
        "lines":[\(lines.joined(separator: ","))]}
        """
    }

    /// The problem that an operation is refused with, which is as the contract says.
    func problem(
        _ operation: String,
        _ body: String,
        path: [String: String] = [:],
        query: [String: String] = [:],
        as principal: Principal = LedgerBench.admin
    ) async throws -> Problem {
        let answer = await self.ask(operation, body, path: path, query: query, as: principal)
        let violations = try AnswerContract().violations(
            operation: operation,
            status: answer.status,
            body: try MessageCoding.decode(JSONValue.self, from: answer.body)
        )
        #expect(violations == [])
        return try MessageCoding.decode(Problem.self, from: answer.body)
    }

    /// How much has been written: entries, movements, lots, and what others were told.
    func written() async throws -> [Int64] {
        let rows = try await self.rows(
            """
            SELECT (SELECT count(*) FROM entry) AS entries,
                (SELECT count(*) FROM movement) AS movements,
                (SELECT count(*) FROM lot) AS lots,
                (SELECT count(*) FROM outbox) AS told,
                (SELECT coalesce(sum(version), 0)::bigint FROM balance) AS versions
            """
        )
        return try ["entries", "movements", "lots", "told", "versions"].map {
            try rows[0].decode($0)
        }
    }

    /// What is on hand of each lot of a variant.
    func lots(of sku: String) async throws -> [String] {
        let page = try await self.succeed(
            "listStock",
            query: ["sku": sku, "location": "LDN", "by": "lot"]
        )
        return page.items.map {
            "\($0["lot"]?["code"]?.text ?? "") \($0["onHand"]?.text ?? "")"
        }.sorted()
    }
}
