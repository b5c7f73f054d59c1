import Contracts
import FoundationEssentials
import Kernel
import TestSupport
import Testing

@testable import Ledger
@testable import Messaging

/// The bodies of the ledger write and read themselves as the encoder and the decoder would.
struct HandwrittenJSONTests {
    private static var bodies: [any (Codable & JSONWritable).Type] {
        [
            EntryBody.self, BalanceBody.self, MovementBody.self, LocationLabel.self, LotLabel.self,
            ReservationBody.self, ConsumptionBody.self, StockLevelBody.self, StockPage.self,
            VariantStockBody.self,
        ]
    }

    private static var drafts: [any (Codable & JSONReadable).Type] {
        [
            ReceiptDraft.self, AdjustmentDraft.self, TransferDraft.self, SaleDraft.self,
            ReturnDraft<FromCustomer>.self, ReturnDraft<ToSupplier>.self, ReservationDraft.self,
            ConsumptionDraft.self,
        ]
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `what a body writes itself is what the encoder writes`(seed: UInt64) throws {
        func difference<Value: Codable & JSONWritable>(_ type: Value.Type) throws -> String? {
            try HandwrittenJSON.differingText(of: type, seed: seed)
        }
        for type in Self.bodies {
            #expect(try difference(type) == nil, "\(type)")
        }
    }

    @Test func `a movement with its entry writes itself`() throws {
        let draw = ValueDraw(seed: 4)
        for _ in 0..<300 {
            let body = MovementRecordBody(movement: try draw.value(), entry: try draw.value())
            let page = JournalPage(items: [body], next: try draw.value(), recordedTo: .now)
            #expect(try MessageCoding.encode(page) == JSONTextEncoder.encode(page))
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a draft reads itself as the decoder reads it, or leaves it to that`(
        seed: UInt64
    ) throws {
        func difference<Value: Codable & JSONReadable>(_ type: Value.Type) throws -> String? {
            try HandwrittenJSON.differingValue(of: type, seed: seed) { bytes in
                try Self.request(bytes).checkedDocument(type)
            }
        }
        for type in Self.drafts {
            #expect(try difference(type) == nil, "\(type)")
        }
    }

    private static func request(_ body: [UInt8]) -> OperationRequest {
        OperationRequest(
            operation: "postReceipt",
            principal: LedgerBench.admin,
            body: body,
            messageID: UUID()
        )
    }
}
