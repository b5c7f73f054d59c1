import AMQP
import Contracts
import FoundationEssentials
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Messaging

/// Types that write and read themselves do it as the encoder and the decoder would.
struct HandwrittenJSONTests {
    private static var written: [any (Codable & JSONWritable).Type] {
        [
            Actor.self, [FieldError].self, AvailabilityAfter.self, AvailabilityChanged.self,
            BalanceAfter.self,
            CommandApplied.self, CommandPosted.self, CommandsPosted.self, EntriesPosted.self,
            MovementPosted.self, RecordSale.self, RecordSales.self, Reference.self,
            SaleToRecord.self,
            OversoldBalance.self, ReservationChanged.self, ReservedLine.self, ReverseEntry.self,
            SalesAccepted.self, StockOversold.self, TillLine.self, UnitPrice.self, VariantUsed.self,
            QueryParameters.Pair.self, [String: String].self, [[String]].self, [Bool].self,
            [CivilDate].self,
        ]
    }

    private static var read: [any (Codable & JSONReadable).Type] {
        [
            Actor.self, CommandApplied.self, CommandPosted.self, CommandsPosted.self,
            EntriesPosted.self, PosAdjustment.self, PosRefund.self, RecordSales.self,
            SaleToRecord.self,
            PosSale.self, PosVoid.self, RecordSale.self, Reference.self, ReverseEntry.self,
            UnitPrice.self, VariantUsed.self, QueryParameters.Pair.self, [[String]].self,
            [Bool].self,
            [CivilDate].self, [Int].self,
        ]
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `what a type writes itself is what the encoder writes`(seed: UInt64) throws {
        func difference<Value: Codable & JSONWritable>(_ type: Value.Type) throws -> String? {
            try HandwrittenJSON.differingText(of: type, seed: seed)
        }
        for type in Self.written {
            #expect(try difference(type) == nil, "\(type)")
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `what a type reads itself is what the decoder reads`(seed: UInt64) throws {
        func difference<Value: Codable & JSONReadable>(_ type: Value.Type) throws -> String? {
            try HandwrittenJSON.differingValue(of: type, seed: seed) { bytes in
                try MessageCoding.decodeAny(type, from: bytes)
            }
        }
        for type in Self.read {
            #expect(try difference(type) == nil, "\(type)")
        }
    }

    @Test func `headers write themselves`() throws {
        let fields: [String: FieldValue] = [
            "b": "te\0xt\n", "a": 1, "true": true, "double": .double(0.5), "null": .null,
            "time": .timestamp(Timestamp(microseconds: 1_000_000)),
            "bytes": .bytes([0x41, 0, 0xFF]),
            "list": .array(["x", 2, .null]), "table": .table(["z": false, "y\0": .array([])]),
        ]
        for fields in [fields, [:]] {
            let encoded = try JSONTextEncoder.encode(JSONFields(fields))
            #expect(try MessageCoding.encode(JSONFields(fields)) == encoded)
            #expect(try JSONB(encoding: JSONFields(fields)).bytes == encoded)
        }
    }

    @Test func `a cursor writes itself`() throws {
        let request = OperationRequest(
            operation: "listStock",
            principal: Principal(id: UUID(), kind: .user, name: "Ada", permissions: []),
            messageID: UUID()
        )
        let cursor = PageCursor(["SKU-1", "é\""], of: request)
        #expect(try MessageCoding.encode(cursor) == JSONTextEncoder.encode(cursor))
    }

    @Test func `a page writes itself`() throws {
        for next in [nil, "abc"] {
            let page = Page(items: [Reference(source: "erp", document: "4711")], next: next)
            #expect(try MessageCoding.encode(page) == JSONTextEncoder.encode(page))
        }
    }

    @Test func `every character is written as the encoder writes it`() throws {
        let text = String(String.UnicodeScalarView((0..<0x3100).compactMap(Unicode.Scalar.init)))
        #expect(try JSONWriter.bytes(of: text) == JSONTextEncoder.encode(text))
        #expect(try JSONWriter.bytes(of: [text: text]) == JSONTextEncoder.encode([text: text]))
    }
}
