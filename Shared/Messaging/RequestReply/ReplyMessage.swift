import AMQP
import FoundationEssentials
import Kernel

/// An answer on the wire.
struct ReplyMessage {
    let correlationID: UUID
    let response: OperationResponse

    private enum Header {
        static let status = "status"
        static let headers = "http-headers"
    }

    func outbound(to instance: String) throws -> OutboundMessage {
        let pairs = self.response.headers.map { [$0.0, $0.1] }
        let headers = String(decoding: try MessageCoding.encode(pairs), as: UTF8.self)
        return OutboundMessage(
            exchange: SharedExchange.replies,
            routingKey: instance,
            isMandatory: true,
            properties: MessageProperties(
                correlationID: self.correlationID.text,
                type: "reply",
                isPersistent: false,
                headers: [
                    Header.status: .int(Int64(self.response.status)),
                    Header.headers: .string(headers),
                ]
            ),
            body: self.response.body
        )
    }

    init(correlationID: UUID, response: OperationResponse) {
        self.correlationID = correlationID
        self.response = response
    }

    /// The request that a delivery answers; `nil` for what is no answer.
    static func correlationID(of delivery: Delivery) -> UUID? {
        delivery.properties.correlationID.flatMap { UUID(text: $0) }
    }

    /// `nil` for what is no answer.
    init?(_ delivery: Delivery) {
        let properties = delivery.properties
        guard let id = Self.correlationID(of: delivery),
            let status = properties.headers[Header.status]?.integer,
            let headers = properties.headers[Header.headers]?.text
        else { return nil }
        do {
            let pairs = try MessageCoding.decode([[String]].self, from: Array(headers.utf8))
            self.correlationID = id
            self.response = OperationResponse(
                status: Int(status),
                headers: pairs.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil },
                body: delivery.body
            )
        } catch {
            // Not one of ours; the caller counts it.
            return nil
        }
    }
}
