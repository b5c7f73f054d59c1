import Contracts
import FoundationEssentials
import Kernel
import Messaging
import PosIngestDomain
import Postgres
import TestSupport
import Testing

@testable import PosIngest

@Suite(.requiresPostgres)
struct IntakeTests {
    @Test func `a sale that comes three times is commanded once and counted three times`()
        async throws
    {
        try await withShop { shop async throws in
            let sale = shop.sale("R-1", [("A", 2), ("POST", 1)])
            #expect(await shop.take([sale, sale]) == [.done, .done])
            #expect(await shop.take([sale]) == [.done])
            #expect(try await shop.commands() == ["ledger.record_sale.v1"])
            let counts = try await shop.counts()
            #expect(counts.messages.received == 3)
            #expect(counts.messages.pending == 1)
            #expect(counts.messages.duplicate == 2)
            #expect(counts.lines.received == 6)
            #expect(counts.messages.isBalanced && counts.lines.isBalanced)
        }
    }

    @Test func `the ledger's answer makes it applied`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("A", 2), ("POST", 1)])])
            try await shop.answer("R-1")
            let counts = try await shop.counts()
            #expect(counts.messages.applied == 1)
            #expect(counts.nonStockLines == 1)
        }
    }

    @Test func `another content under the same document id is parked and changes nothing`()
        async throws
    {
        try await withShop { shop async throws in
            _ = await shop.take([
                shop.sale("R-1", [("A", 2)]), shop.sale("R-1", [("A", 3)]),
                shop.sale("R-1", [("A", 3)]),
            ])
            #expect(try await shop.commands().count == 1)
            #expect(try await shop.parked().map(\.parking?.reason) == [.documentConflict])
            #expect(try await shop.counts().messages.duplicate == 1)
        }
    }

    @Test func `what cannot be read is kept and counted`() async throws {
        try await withShop { shop async throws in
            let message = shop.message("sale", body: Array("no json".utf8))
            _ = await shop.take([message, message])
            let parked = try await shop.parked()
            #expect(parked.map(\.parking?.reason) == [.malformed])
            #expect(parked.first?.payload == Array("no json".utf8))
            #expect(try await shop.counts().messages.isBalanced)
        }
    }

    @Test func `the longest id of a document is taken, a longer one parked under its bytes`()
        async throws
    {
        try await withShop { shop async throws in
            let longest = String(repeating: "9", count: Reference.documentLength.maximum)
            let longer = shop.sale(longest + "9", [("A", 1)])
            _ = await shop.take([shop.sale(longest, [("A", 1)]), longer, longer])
            #expect(try await shop.commands() == ["ledger.record_sale.v1"])
            let parked = try #require(try await shop.parked().first)
            #expect(parked.document == nil)
            #expect(parked.parking?.errors.map(\.pointer) == ["/documentId"])
            #expect(parked.parking?.errors.map(\.rule) == ["length"])
            #expect(try await shop.counts().messages.duplicate == 1)
            #expect(try await shop.counts().messages.isBalanced)
        }
    }

    @Test func `a correction names the document once and takes no other message's`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([
                shop.sale("R-1", [("A", 1)]), shop.message("sale", body: Array("no json".utf8)),
            ])
            let parked = try #require(try await shop.parked().first)
            let path = ["messageId": parked.id.description]
            let correction = { (document: String) in
                """
                {"note":"as printed","payload":{"documentId":"\(document)",\
                "occurredAt":"2026-11-20T08:00:00Z",\
                "lines":[{"lineNumber":1,"code":"A","quantity":"1"}]}}
                """
            }
            let refused = await #expect(throws: Problem.self) {
                try await shop.perform(CorrectPosMessage(), path: path, body: correction("R-1"))
            }
            #expect(refused?.errors.map(\.pointer) == ["/payload/documentId"])
            #expect(refused?.errors.map(\.rule) == ["unique"])
            let body = correction("R-2")
            let taken = try await shop.perform(CorrectPosMessage(), path: path, body: body)
            #expect(taken.status == 200)
            #expect(try await shop.commands().count == 2)
            _ = await shop.take([shop.sale("R-2", [("A", 9)])])
            #expect(try await shop.parked().map(\.parking?.reason) == [.documentConflict])
        }
    }

    @Test func `a message shows its head and the rest in one document`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("X", 1)])])
            let parked = try #require(try await shop.parked().first)
            let response = try await shop.perform(
                GetPosMessage(),
                path: ["messageId": parked.id.description]
            )
            let view = try MessageCoding.decode(JSONValue.self, from: response.body)
            #expect(view["document"] == "R-1")
            #expect(view["reason"] == "unknown-code")
            #expect(view["version"] == 1)
            #expect(view["payload"]?.text?.contains("R-1") == true)
            #expect(view["errors"]?.elements?.isEmpty == false)
        }
    }

    @Test func `pos_missing_user_id: without the broker's word for its sender it is parked`()
        async throws
    {
        try await withShop { shop async throws in
            var forged = shop.sale("R-1", [("A", 1)])
            forged.userID = nil
            var other = shop.sale("R-2", [("A", 1)])
            other.userID = "pos_other"
            _ = await shop.take([forged, other])
            #expect(try await shop.commands().isEmpty)
            #expect(try await shop.parked().count == 2)
        }
    }

    @Test func `one bad message holds up no other`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([
                shop.sale("R-1", [("A", 1)]), shop.sale("R-2", [("X", 1)]),
                shop.sale("R-3", [("A", 1)]),
            ])
            #expect(try await shop.commands().count == 2)
            #expect(try await shop.parked().map(\.document) == ["R-2"])
        }
    }

    @Test func `an alias and a replay apply a parked sale once`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("X", 4)])])
            let parked = try #require(try await shop.parked().first)
            #expect(parked.parking?.unresolvedCodes == ["X"])
            let alias = try await shop.perform(
                CreateAlias(),
                body: #"{"source":"pos_acme","code":"X","sku":"A"}"#
            )
            #expect(alias.status == 201)
            let path = ["messageId": parked.id.description]
            #expect(try await shop.perform(ReplayPosMessage(), path: path).status == 200)
            #expect(try await shop.commands() == ["ledger.record_sale.v1"])
            await #expect(throws: Problem.self) {
                try await shop.perform(ReplayPosMessage(), path: path)
            }
            try await shop.answer("R-1")
            #expect(try await shop.counts().messages.applied == 1)
        }
    }

    @Test func `a variant that becomes known takes up what waited for it`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("NEW", 4)])])
            try await shop.learn("NEW")
            #expect(try await shop.parked().isEmpty)
            #expect(try await shop.commands() == ["ledger.record_sale.v1"])
        }
    }

    @Test(arguments: [#""note":"\u0000""#, #""more":1e200000"#])
    func `a void that PostgreSQL cannot read as JSON holds up no other message`(
        member: String
    )
        async throws
    {
        try await withShop { shop async throws in
            let void = """
                {"documentId":"V-1","originalDocumentId":"R-1",\
                "occurredAt":"2026-11-20T08:00:00Z",\(member)}
                """
            let odd = shop.message("void", body: Array(void.utf8))
            #expect(await shop.take([odd]) == [.done])
            #expect(await shop.take([shop.sale("R-1", [("A", 1)])]) == [.done])
            #expect(try await shop.commands().contains("ledger.record_sale.v1"))
            #expect(try await shop.counts().messages.isBalanced)
        }
    }

    @Test(arguments: ["documentId", "terminal", "location", "note"])
    func `a field with NUL is parked with its pointer`(field: String) async throws {
        try await withShop { shop async throws in
            var members = [
                "documentId": "R-1", "terminal": "T", "occurredAt": "2026-11-20T08:00:00Z",
            ]
            members[field] = "a\0b"
            var document = members.mapValues { JSONValue.string($0) }
            document["lines"] = [["lineNumber": 1, "code": "A", "quantity": "1"]]
            let body = try MessageCoding.encode(JSONValue.object(document))
            #expect(await shop.take([shop.message("sale", body: body)]) == [.done])
            let parked = try #require(try await shop.parked().first)
            #expect(parked.parking?.errors.map(\.pointer) == ["/\(field)"])
            #expect(parked.parking?.errors.map(\.rule) == ["characters"])
        }
    }

    @Test func `a refusal of the ledger parks the message with its reason`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("A", 1)])])
            try await shop.refuse("R-1", code: "location-closed")
            let parked = try #require(try await shop.parked().first)
            #expect(parked.parking?.reason == .refusedByLedger)
            #expect(parked.parking?.detail.hasPrefix("location-closed") == true)
        }
    }
}
