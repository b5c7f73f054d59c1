import AMQP
import Contracts
import FoundationEssentials
import Kernel
import Messaging

/// Sales of a till, encoded before the clock starts; each message gets a document of its own.
struct SaleTemplates: Sendable {
    static let variety = 64

    /// Stands where the name of the document belongs; as long as every name.
    private static let marker = "B-" + String(repeating: "0", count: 36)

    private let bodies: [[UInt8]]
    private let places: [Range<Int>]

    init(variants: Int, at occurredAt: Timestamp) throws {
        var generator = SeededGenerator(seed: 20)
        var bodies: [[UInt8]] = []
        var places: [Range<Int>] = []
        for _ in 0..<Self.variety {
            let lines = (1...Measure.sale.linesPerOperation).map { number in
                PosLine(
                    lineNumber: number,
                    code: BenchCompany.randomSKU(of: variants, &generator),
                    quantity: 1
                )
            }
            let sale = PosSale(documentId: Self.marker, occurredAt: occurredAt, lines: lines)
            let body = try MessageCoding.encode(sale)
            guard let place = body.firstRange(of: Array(Self.marker.utf8)) else {
                preconditionFailure("a sale carries its document")
            }
            bodies.append(body)
            places.append(place)
        }
        self.bodies = bodies
        self.places = places
    }

    /// A sale that has never been sent, and the name of its document.
    func next(
        _ generator: inout SeededGenerator
    ) -> (document: String, message: OutboundMessage) {
        let id = ID<Entry>.make().rawValue.uuidString.lowercased()
        let document = "B-\(id)"
        let index = Int.random(in: self.bodies.indices, using: &generator)
        var body = self.bodies[index]
        body.replaceSubrange(self.places[index], with: document.utf8)
        let message = OutboundMessage(
            exchange: SharedExchange.ingress,
            routingKey: "pos.v1.\(BenchCompany.source).sale",
            properties: MessageProperties(
                messageID: id,
                type: PosSale.type,
                contentType: MessageCoding.contentType,
                userID: BenchCompany.source
            ),
            body: body
        )
        return (document, message)
    }
}
