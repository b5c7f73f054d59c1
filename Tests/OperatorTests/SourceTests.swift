import Foundation
import Testing

@testable import Operator

@Suite struct SourceTests {
    @Test func `only codes that no pattern covers are missing`() {
        let missing = SourceRegistry.missing(
            ["POST", "post", "GIFT_20", "M", "DOT"],
            in: ["post", "gift*", "DOTS"]
        )
        #expect(missing == ["M", "DOT"])
    }

    @Test(arguments: ["pos_acme", "a", "0123456789_0123456789_0123456789_"])
    func `a name is a word of a routing key`(name: String) {
        #expect(SourceDraft.isName(String(name.prefix(32))))
    }

    @Test(arguments: ["", "Pos", "pos-acme", "pos.acme", "pos acme", "é"])
    func `anything else is no name`(name: String) {
        #expect(!SourceDraft.isName(name))
    }

    @Test func `a statement is added up and not believed`() throws {
        let text = """
            {"source": "pos_a", "asOf": "2026-11-21T08:00:00Z", "isBalanced": true,
             "messages": {"received": 10, "applied": 6, "pending": 0, "parked": 1,
              "discarded": 0, "duplicate": 2},
             "lines": {"received": 42, "applied": 30, "pending": 0, "parked": 2,
              "discarded": 0, "duplicate": 10},
             "nonStockLines": 1, "parkedByReason": [{"reason": "unknown-code", "messages": 1}],
             "terminals": [{"terminal": "till-1", "firstSequence": 1, "lastSequence": 8,
              "missing": 3, "gaps": [{"firstMissing": 2, "lastMissing": 2},
              {"firstMissing": 5, "lastMissing": 6}]}]}
            """
        let statement = try JSONDecoder().decode(SourceStatement.self, from: Data(text.utf8))
        #expect(!statement.addsUp)
        #expect(statement.text.contains("NOT BALANCED"))
        #expect(statement.text.contains("missing numbers (3): till-1 2, till-1 5-6"))
        #expect(statement.text.contains("parked as unknown-code: 1"))
    }

    @Test func `a file has books of its own unless they are named`() {
        let own = ReplayNames(digest: "0123456789abcdef", source: nil, location: nil)
        #expect(own.source == "retail_01234567")
        #expect(own.location == "RETAIL-01234567")
        #expect(!own.isShared)
        let shared = ReplayNames(digest: "0123", source: "pos_shop", location: nil)
        #expect(shared.location == "POS-SHOP")
        #expect(shared.isShared)
    }
}
