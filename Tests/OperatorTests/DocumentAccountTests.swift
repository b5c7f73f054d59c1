import Testing

@testable import Operator

@Suite struct DocumentAccountTests {
    private static func account(_ messages: [SourceMessage]) throws -> DocumentAccount {
        let plan = ReplayPlan(
            [
                try SaleFixtures.row("1", "85123A", 1), try SaleFixtures.row("1", "POST", 1),
                try SaleFixtures.row("2", "85123A", 1), try SaleFixtures.row("3", "85123A", 1),
            ],
            rules: try SaleFixtures.rules()
        )
        return DocumentAccount(plan.documents, messages: messages) { $0 == "85123A" }
    }

    private static func message(
        _ document: String,
        _ status: String,
        _ reason: String? = nil
    ) -> SourceMessage {
        SourceMessage(document: document, status: status, reason: reason, detail: nil, lineCount: 1)
    }

    @Test func `every document has one fate`() throws {
        let account = try Self.account([
            Self.message("1", "applied"), Self.message("2", "parked", "unknown-code"),
        ])
        #expect(
            account.fates.map(\.name) == ["applied", "never received", "parked: unknown-code"]
        )
        #expect(account.fates.map(\.lineCount) == [2, 1, 1])
        #expect(account.linesWithoutStock == 1)
        #expect(account.isIncomplete)
        #expect(!account.isApplied)
        #expect(account.text.contains("parked: unknown-code: 2"))
    }

    @Test func `a contradiction does not hide what became of the document`() throws {
        let account = try Self.account([
            Self.message("1", "applied"), Self.message("1", "parked", "document-conflict"),
            Self.message("2", "parked", "document-conflict"), Self.message("2", "applied"),
            Self.message("3", "applied"),
        ])
        #expect(account.isApplied)
        #expect(!account.isIncomplete)
    }
}
