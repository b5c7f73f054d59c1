import Contracts
import Kernel
import PosIngestDomain
import Testing

struct IntakeRulesTests {
    @Test func `the routing key says who sent what`() {
        let sender = PosSender(routingKey: "pos.v1.pos_acme.sale")
        #expect(sender?.source == "pos_acme")
        #expect(sender?.kind == .sale)
        #expect(PosSender(routingKey: "pos.v1.pos_acme.gift")?.kind == nil)
    }

    @Test(arguments: ["pos.v1.sale", "pos.v2.a.sale", "pos.v1..sale", "pos.v1.a.sale.more", ""])
    func `another routing key says nothing`(key: String) {
        #expect(PosSender(routingKey: key) == nil)
    }

    @Test func `every broken field is named at once`() {
        let document = PosDocument(
            PosSale(
                documentId: "",
                sequence: -1,
                occurredAt: Timestamp(microseconds: 0),
                lines: [
                    PosLine(lineNumber: 0, code: "", quantity: 0),
                    PosLine(lineNumber: 0, code: "A", quantity: 1),
                ]
            )
        )
        #expect(
            document.shapeErrors.map(\.pointer) == [
                "/documentId", "/sequence", "/terminal", "/lines/0/lineNumber", "/lines/0/code",
                "/lines/0/quantity", "/lines/1/lineNumber", "/lines/1/lineNumber",
            ]
        )
    }

    @Test(arguments: [(0, false), (1, true), (128, true), (129, false)])
    func `an id of a document has 1 to 128 characters`(length: Int, isRight: Bool) {
        let id = String(repeating: "9", count: length)
        let void = PosDocument(
            PosVoid(
                documentId: id,
                occurredAt: Timestamp(microseconds: 0),
                originalDocumentId: id
            )
        )
        #expect(
            void.shapeErrors.map(\.pointer)
                == (isRight ? [] : ["/documentId", "/originalDocumentId"])
        )
        #expect(void.name == (isRight ? id : nil))
        #expect(void.original == (isRight ? id : nil))
    }

    @Test func `characters are counted as the contract counts them`() {
        let family = String(repeating: "👨‍👩‍👧", count: 26)
        #expect(family.count == 26)
        #expect(!Reference.isDocument(family))
    }

    @Test(
        arguments: [(-1, nil), (0, 0), (1_000_000_000_000, 1_000_000_000_000)] as [(Int64, Int64?)]
    )
    func `a number counts within its bounds`(sequence: Int64, number: Int64?) {
        let sale = PosSale(
            documentId: "R-1",
            terminal: "till-1",
            sequence: sequence,
            occurredAt: Timestamp(microseconds: 0),
            lines: [PosLine(lineNumber: 1, code: "A", quantity: 1)]
        )
        #expect(PosDocument(sale).number == number)
        #expect(
            PosDocument(sale).shapeErrors.map(\.pointer) == (number == nil ? ["/sequence"] : [])
        )
    }

    @Test func `a statement balances only when nothing is missing from it`() {
        var counts = StatementCounts(received: 10, applied: 6, parked: 1, duplicate: 3)
        #expect(counts.isBalanced)
        counts.parked = 0
        #expect(!counts.isBalanced)
    }
}
