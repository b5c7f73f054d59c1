import Contracts
import Kernel
import Logging
import Messaging
import PosIngestDomain
import Postgres
import ServiceKit

/// Takes what tills publish: keeps it, recognises repetitions, and sends it on or parks it.
///
/// One transaction for a batch. Nothing a till can send makes it fail: what cannot be applied is
/// parked. A fault is therefore ours or the database's, and the batch comes back by the retry tiers.
struct IngressProcessor: MessageProcessor {
    let database: PostgresPool
    var signal = OutboxSignal.shared

    func process(_ messages: [IncomingMessage]) async -> [Disposition] {
        do {
            try await self.take(messages)
            return messages.map { _ in .done }
        } catch {
            let disposition = Disposition(error)
            guard messages.count > 1, !disposition.isOutage else {
                return messages.map { _ in disposition }
            }
        }
        // One of them is the cause: each is tried alone.
        var dispositions: [Disposition] = []
        for message in messages {
            if let last = dispositions.last, last.isOutage {
                dispositions.append(last)
                continue
            }
            do {
                try await self.take([message])
                dispositions.append(.done)
            } catch {
                dispositions.append(Disposition(error))
            }
        }
        return dispositions
    }

    /// Takes messages under new identifiers each time.
    ///
    /// The last attempt may have been committed although nobody heard of it: under its identifiers
    /// the messages would pass for new ones.
    private func take(_ messages: [IncomingMessage]) async throws {
        let received = messages.map(ReceivedDocument.init)
        try await self.database.withTransaction { transaction in
            try Intake.take(received, in: transaction)
        }
        self.signal.notify()
    }
}
