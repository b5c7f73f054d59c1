import AMQP

/// A delivery and what could be read from it.
struct ReceivedMessage: Sendable {
    let delivery: Delivery
    let content: Result<IncomingMessage, EnvelopeError>

    /// - Parameter isIngress: Whether an outside system may have published it.
    init(_ delivery: Delivery, isIngress: Bool) {
        self.delivery = delivery
        if isIngress {
            self.content = .success(IncomingMessage(ingress: delivery))
        } else {
            self.content = Result { () throws(EnvelopeError) in try IncomingMessage(delivery) }
        }
    }

    /// Which attempt this is; 1 for what cannot be read.
    var attempt: Int {
        guard case .success(let message) = self.content else { return 1 }
        return message.attempt
    }
}
