package import AMQP
package import Contracts
package import FoundationEssentials
package import Kernel

/// A message that a service could not handle, with why and what was decided about it.
package struct StoredDeadLetter: Sendable {
    package let id: ID<DeadLetter>
    package let virtualHost: VirtualHost
    package let queue: String
    package let messageID: UUID
    package let type: String
    package let subject: String?
    package let exchange: String
    package let routingKey: String
    package let contentType: String?
    package let correlationID: UUID?
    package let headers: [String: FieldValue]
    package let body: [UInt8]
    package let errorCode: String
    package let errorText: String
    package let attempts: Int
    package let failedAt: Timestamp
    package let state: DeadLetterState
    package let decidedAt: Timestamp?
    package let decidedBy: Actor?
    package let note: String?

    /// The service whose queue it failed in: the first part of the queue's name.
    var service: ServiceName? {
        ServiceName(rawValue: String(self.queue.prefix { $0 != "." }))
    }
}
