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

    func process(_ messages: [IncomingMessage]) async -> [Disposition] {
        let received = messages.map(ReceivedDocument.init)
        do {
            try await self.database.withTransaction { transaction in
                try Intake.take(received, in: transaction)
            }
            return received.map { _ in .done }
        } catch {
            guard messages.count > 1 else { return [Disposition(error)] }
        }
        // One of them is the cause, or the database is away: each is tried alone.
        var dispositions: [Disposition] = []
        for document in received {
            do {
                try await self.database.withTransaction { transaction in
                    try Intake.take([document], in: transaction)
                }
                dispositions.append(.done)
            } catch {
                dispositions.append(Disposition(error))
            }
        }
        return dispositions
    }
}
