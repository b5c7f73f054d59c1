import AMQP
import Contracts
import Foundation
import Kernel

/// Copies of a delivery, for a retry tier or the dead-letter queue, under the same identifier.
struct MessageCopy {
    let service: ServiceName
    let queue: String

    /// A copy that waits in a tier and comes back to this queue only.
    func retry(_ received: ReceivedMessage, tier: RetryTier) -> OutboundMessage {
        self.copy(
            received,
            to: .retry,
            adding: [
                EnvelopeHeader.retryTier: .string(tier.rawValue),
                EnvelopeHeader.attempt: .int(Int64(received.attempt + 1)),
            ]
        )
    }

    /// A copy for the dead letters, with the reason.
    func deadLetter(_ received: ReceivedMessage, because failure: Failure) -> OutboundMessage {
        self.copy(
            received,
            to: .deadLetters,
            adding: [
                EnvelopeHeader.failedQueue: .string(self.queue),
                EnvelopeHeader.failedAt: .string(Timestamp.now.description),
                EnvelopeHeader.attempts: .int(Int64(received.attempt)),
                EnvelopeHeader.errorClass: .string(failure.errorClass),
                EnvelopeHeader.errorCode: .string(failure.code),
                EnvelopeHeader.errorText: .string(
                    failure.text.prefix(utf8: EnvelopeLimits.errorText)
                ),
                EnvelopeHeader.host: .string(ProcessInfo.processInfo.hostName),
            ]
        )
    }

    private func copy(
        _ received: ReceivedMessage,
        to role: ExchangeRole,
        adding fields: [String: FieldValue]
    ) -> OutboundMessage {
        let delivery = received.delivery
        var properties = delivery.properties
        // The broker would refuse another user's name, and the wait of the tier is the queue's.
        properties.userID = nil
        properties.expiration = nil
        properties.replyTo = nil
        properties.isPersistent = true
        properties.headers = properties.headers.filter { !Self.isOfOneHop($0.key) }
        properties.headers.merge(Self.origin(of: received)) { _, new in new }
        properties.headers.merge(fields) { _, new in new }
        return OutboundMessage(
            exchange: self.service.exchange(role),
            routingKey: self.queue,
            isMandatory: true,
            properties: properties,
            body: delivery.body
        )
    }

    /// Where the message was first published and by whom, which a copy cannot keep as properties.
    private static func origin(of received: ReceivedMessage) -> [String: FieldValue] {
        let delivery = received.delivery
        var exchange = delivery.exchange
        var routingKey = delivery.routingKey
        var user = delivery.properties.userID
        if case .success(let message) = received.content {
            (exchange, routingKey, user) = (message.exchange, message.routingKey, message.userID)
        }
        return [
            EnvelopeHeader.originalExchange: .string(exchange),
            EnvelopeHeader.originalRoutingKey: .string(routingKey),
            EnvelopeHeader.originalUser: user.map(FieldValue.string) ?? .null,
        ]
    }

    /// Whether a header tells of one hop only, as what the broker adds when it dead-letters.
    static func isOfOneHop(_ name: String) -> Bool {
        EnvelopeHeader.ofOneHop.contains(name) || name == "x-delivery-count"
            || ["x-death", "x-first-death-", "x-last-death-", "x-acquired-"].contains {
                name.hasPrefix($0)
            }
    }
}

extension String {
    /// The text cut to a number of bytes, between two characters.
    func prefix(utf8 limit: Int) -> String {
        guard self.utf8.count > limit else { return self }
        var text = String(decoding: self.utf8.prefix(limit), as: UTF8.self)
        while text.utf8.count > limit || text.hasSuffix("\u{FFFD}") { text.removeLast() }
        return text
    }
}
