import Contracts
import Foundation
import Kernel
import Messaging
import PosIngestDomain
import TestSupport
import Testing

@testable import PosIngest

/// By what a message is known, and what makes it unreadable.
@Suite(.requiresPostgres)
struct DocumentTests {
    @Test func `documents that Unicode calls equivalent are two documents`() async throws {
        try await withShop { shop async throws in
            let (composed, decomposed) = ("Caf\u{E9}", "Cafe\u{301}")
            _ = await shop.take([
                shop.sale(composed, [("A", 1)]), shop.sale(decomposed, [("A", 2)]),
            ])
            #expect(try await shop.parked().isEmpty)
            #expect(try await shop.commands().count == 2)
            try await shop.answer(decomposed)
            _ = await shop.take([shop.void("V-1", of: decomposed)])
            #expect(try await shop.commands().count == 3)
        }
    }

    @Test func `no document takes the place of a message that cannot be read`() async throws {
        try await withShop { shop async throws in
            let body = Array("no json".utf8)
            let fingerprint = PosFingerprint.of(kind: "sale", payload: body)
            let forged = "\u{1}sha256:" + Hexadecimal.text(fingerprint)
            _ = await shop.take([shop.sale(forged, [("A", 1)]), shop.message("sale", body: body)])
            let parked = try await shop.parked()
            #expect(parked.map(\.parking?.reason) == [.malformed, .malformed])
            #expect(parked.allSatisfy { $0.document == nil })
        }
    }

    @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16, .utf32BigEndian, .isoLatin1])
    func `JSON in another encoding than UTF-8 is parked`(encoding: String.Encoding) async throws {
        try await withShop { shop async throws in
            let sale = """
                {"documentId":"R-é","occurredAt":"2026-11-20T08:00:00Z",\
                "lines":[{"lineNumber":1,"code":"A","quantity":"1"}]}
                """
            let body = Array(try #require(sale.data(using: encoding)))
            #expect(await shop.take([shop.message("sale", body: body)]) == [.done])
            let parked = try #require(try await shop.parked().first)
            #expect(parked.parking?.reason == .malformed)
            #expect(parked.document == nil)
            #expect(parked.payload == body)
        }
    }

    @Test func `what is told of a void is ordered with its original`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("A", 1)])])
            try await shop.answer("R-1")
            _ = await shop.take([shop.void("V-1", of: "R-1")])
            try await shop.refuse("V-1", code: "already-reversed")
            let subjects = try await shop.subjects(of: SaleParked.type)
            #expect(subjects == ["pos_acme/R-1"])
            #expect(try await shop.subjects(of: ReverseEntry.type) == subjects)
        }
    }
}
