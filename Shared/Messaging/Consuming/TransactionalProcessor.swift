import Logging
import Metrics
package import Postgres
import Tracing

/// Handles messages with claims and effects in one transaction for all of them.
///
/// One commit for many messages is the lever of throughput. When one message spoils the
/// transaction each is handled in its own, so that only the bad one fails.
package struct TransactionalProcessor: MessageProcessor {
    private let consumer: String
    private let handlers: [String: any MessageHandler]
    private let database: PostgresPool
    private let signal: OutboxSignal

    /// - Parameters:
    ///   - consumer: The name of the group in the inbox; renaming it handles old messages again.
    ///   - handlers: At most one for a type of message.
    package init(
        consumer: String,
        handlers: [any MessageHandler],
        database: PostgresPool,
        signal: OutboxSignal = .shared
    ) {
        self.consumer = consumer
        let pairs = handlers.map { (type(of: $0).messageType, $0) }
        self.handlers = Dictionary(uniqueKeysWithValues: pairs)
        self.database = database
        self.signal = signal
    }

    package func process(_ messages: [IncomingMessage]) async -> [Disposition] {
        var dispositions = [Disposition](repeating: .done, count: messages.count)
        var prepared: [PreparedMessage] = []
        for (index, message) in messages.enumerated() {
            do {
                prepared.append(try self.prepare(message, at: index))
            } catch {
                dispositions[index] = Disposition(error)
            }
        }
        guard !prepared.isEmpty else { return dispositions }
        for (index, disposition) in await self.handle(prepared) {
            dispositions[index] = disposition
        }
        self.signal.notify()
        return dispositions
    }

    private func prepare(_ message: IncomingMessage, at index: Int) throws -> PreparedMessage {
        guard let handler = self.handlers[message.type] else {
            throw Failure.permanent("unknown-type", "\(self.consumer) has no \(message.type).")
        }
        return try handler.prepare(message, at: index)
    }

    private func handle(_ messages: [PreparedMessage]) async -> [(Int, Disposition)] {
        guard messages.count > 1 else { return await self.handleEach(messages) }
        do {
            return try await self.commit(messages)
        } catch {
            let disposition = Disposition(error)
            if disposition.isOutage { return messages.map { ($0.index, disposition) } }
            Logger.current.notice(
                "Handling a batch one by one",
                metadata: ["consumer": "\(self.consumer)", "error": "\(error)"]
            )
            return await self.handleEach(messages)
        }
    }

    /// Handles each in a transaction of its own; after an outage the rest is not tried.
    private func handleEach(_ messages: [PreparedMessage]) async -> [(Int, Disposition)] {
        var dispositions: [(Int, Disposition)] = []
        var outage: Disposition?
        for message in messages {
            if let outage {
                dispositions.append((message.index, outage))
                continue
            }
            do {
                dispositions += try await self.commit([message])
            } catch {
                let disposition = Disposition(error)
                if disposition.isOutage { outage = disposition }
                dispositions.append((message.index, disposition))
            }
        }
        return dispositions
    }

    private func commit(_ messages: [PreparedMessage]) async throws -> [(Int, Disposition)] {
        let consumer = self.consumer
        return try await self.database.withTransaction { transaction in
            let claims = try Inbox.claim(
                consumer: consumer,
                messages.map(\.message),
                in: transaction
            )
            var dispositions: [(Int, Disposition)] = []
            var fresh: [PreparedMessage] = []
            for (message, claim) in zip(messages, claims) {
                switch claim {
                case .fresh:
                    fresh.append(message)
                    dispositions.append((message.index, .done))
                case .duplicate:
                    MessagingMetrics.duplicates(consumer: consumer).increment()
                    dispositions.append((message.index, .done))
                case .clash:
                    dispositions.append((message.index, .deadLetter(.fingerprintClash)))
                }
            }
            for group in PreparedMessage.groups(of: fresh) {
                try PreparedMessage.run(group, in: transaction)
            }
            return dispositions
        }
    }
}

extension Failure {
    static let fingerprintClash = Failure.permanent(
        "fingerprint-clash",
        "Another message has the same identifier."
    )
}
