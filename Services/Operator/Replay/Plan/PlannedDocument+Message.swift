import AMQP
import Contracts
import FoundationEssentials
import Messaging

extension PlannedDocument {
    /// The message of a copy, the same to the byte whenever it is made.
    ///
    /// - Parameter copy: From 1; a till that is not sure sends the same document again.
    func message(of source: String, copy: Int) throws -> OutboundMessage {
        let id = UUID.version5(parts: ["replay", source, self.documentId, String(copy)])
        return OutboundMessage(
            exchange: SharedExchange.ingress,
            routingKey: "pos.v1.\(source).\(self.kind.rawValue)",
            properties: MessageProperties(
                messageID: id.uuidString.lowercased(),
                type: "pos.\(self.kind.rawValue).v1",
                contentType: MessageCoding.contentType,
                userID: source,
                timestamp: self.occurredAt
            ),
            body: try self.body()
        )
    }

    private func body() throws -> [UInt8] {
        switch self.kind {
        case .sale, .void:
            try MessageCoding.encode(
                PosSale(
                    documentId: self.documentId,
                    terminal: self.terminal,
                    sequence: self.sequence,
                    occurredAt: self.occurredAt,
                    lines: self.lines
                )
            )
        case .refund:
            try MessageCoding.encode(
                PosRefund(
                    documentId: self.documentId,
                    terminal: self.terminal,
                    sequence: self.sequence,
                    occurredAt: self.occurredAt,
                    lines: self.lines
                )
            )
        case .adjustment:
            try MessageCoding.encode(
                PosAdjustment(
                    documentId: self.documentId,
                    terminal: self.terminal,
                    sequence: self.sequence,
                    occurredAt: self.occurredAt,
                    reason: self.reason,
                    lines: self.lines
                )
            )
        }
    }
}
