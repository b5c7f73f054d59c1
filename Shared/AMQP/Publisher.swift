import Foundation
import Kernel

/// Publishes messages over a connection.
///
/// Copies share the channels. Keep one per kind of traffic and connection, not one per message.
package struct Publisher: Sendable {
    let connection: BrokerConnection
    private let limits: PublisherLimits
    let confirming: ChannelID
    let transient: ChannelID

    /// - Parameter onReturn: Gets every mandatory message of ``publishTransient(_:)`` that reached no
    ///   queue. Runs on the connection's thread and must not wait.
    package init(
        _ connection: BrokerConnection,
        limits: PublisherLimits = PublisherLimits(),
        onReturn: @escaping @Sendable (ReturnedMessage) -> Void = { _ in }
    ) {
        self.connection = connection
        self.limits = limits
        let confirming = connection.makeChannelID()
        let transient = connection.makeChannelID()
        self.confirming = confirming
        self.transient = transient
        let message = connection.configuration.limits.message
        // A connection that has ended takes no role; publishing says so.
        _ = connection.mailbox.post { loop in
            loop.attach(ConfirmingChannel(limits, message: message), as: confirming)
            loop.attach(
                TransientChannel(limits, message: message, onReturn: onReturn),
                as: transient
            )
        }
    }

    /// Publishes `batch` in order and waits until the broker has answered for every message.
    ///
    /// Returns one outcome per message, in the order of the batch. While the connection is down or
    /// blocked it waits, at most ``PublisherLimits/timeout``. Cancellation does not cut it short, since
    /// the messages may be on their way.
    ///
    /// - Throws: ``AMQPError``, only if nothing was sent.
    package func publish(_ batch: [OutboundMessage]) async throws -> [PublishOutcome] {
        guard !batch.isEmpty else { return [] }
        return try await withCheckedThrowingContinuation { continuation in
            do throws(AMQPError) {
                try self.enqueue(batch) { continuation.resume(with: $0) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Hands a batch to the connection's thread; `completion` runs there, once, unless this throws.
    private func enqueue(
        _ batch: [OutboundMessage],
        completion: @escaping @Sendable (Result<[PublishOutcome], AMQPError>) -> Void
    ) throws(AMQPError) {
        let messages = try self.checked(batch)
        let deadline = ContinuousClock.now + self.limits.timeout
        let confirming = self.confirming
        let isAccepted = self.connection.mailbox.post { loop in
            let batch = PublishBatch(messages, deadline: deadline, completion: completion)
            guard let channel = loop.role(confirming, as: ConfirmingChannel.self) else {
                batch.abandon(because: AMQPError(.closed, "the connection has ended"))
                return
            }
            channel.enqueue(batch)
        }
        guard isAccepted else { throw AMQPError(.closed, "the connection has ended") }
    }

    /// Sends messages whose loss the caller notices by itself, as requests that time out.
    ///
    /// Returns before they are sent. If the connection is lost meanwhile they are dropped.
    ///
    /// - Throws: ``AMQPError/Code/unavailable`` at once when the connection is down or blocked.
    package func publishTransient(_ messages: [OutboundMessage]) throws {
        guard self.connection.isReady else {
            throw AMQPError(.unavailable, "the broker is not reachable or takes no messages")
        }
        for message in messages {
            try self.connection.configuration.limits.message.check(message)
        }
        let transient = self.transient
        let isAccepted = self.connection.mailbox.post { loop in
            loop.role(transient, as: TransientChannel.self)?.enqueue(messages)
        }
        guard isAccepted else { throw AMQPError(.closed, "the connection has ended") }
    }

    /// Checks all before any is sent, and names those that could not be told apart when returned.
    private func checked(_ batch: [OutboundMessage]) throws(AMQPError) -> [OutboundMessage] {
        guard batch.count <= self.limits.queued else {
            throw AMQPError(.overloaded, "a batch holds at most \(self.limits.queued) messages")
        }
        var messages = batch
        for index in messages.indices {
            try self.connection.configuration.limits.message.check(messages[index])
            if messages[index].isMandatory, messages[index].properties.messageID == nil {
                messages[index].properties.messageID = UUID().text
            }
        }
        return messages
    }
}
