import Contracts
import CoreMetrics
import Kernel
import Logging
import Messaging
import Postgres
import ServiceLifecycle

/// Takes up parked messages for which what they waited for has come unnoticed.
///
/// Facts take up messages when they arrive. A fact and a message that are committed at the same
/// time do not see each other, and a fact takes up a limited number: this finds the rest. It also
/// measures for how long the ledger has owed an answer.
struct WaitingSweeper: Service, CustomStringConvertible {
    let description = "the sweeper of waiting messages"
    let database: PostgresPool
    var interval = Duration.seconds(15)
    /// Waiting messages that are looked at in one statement.
    var window = 1_000

    /// Windows of one look; the next look goes on behind them.
    static let windowsPerLook = 20
    /// Messages that are judged anew in one transaction.
    static let batch = 50

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var cursor: ID<PosMessage>?
            while !Task.isCancelled {
                do {
                    cursor = try await self.look(after: cursor)
                    try await Task.sleep(for: self.interval)
                } catch {
                    guard !Task.isCancelled else { return }
                    Logger.current.warning(
                        "Waiting messages could not be looked at",
                        metadata: ["error": "\(error)"]
                    )
                    // Cancelled, the loop ends.
                    try? await Task.sleep(for: self.interval)
                }
            }
        }
    }

    /// Looks at a limited number of messages and takes up those that need to wait no longer.
    ///
    /// - Returns: Where the next look goes on; `nil` for the beginning.
    @discardableResult
    func look(after cursor: ID<PosMessage>? = nil) async throws -> ID<PosMessage>? {
        let age = try await self.database.withTransaction(.readOnly) { transaction in
            try MessageStore.oldestPending(in: transaction)
        }
        PosIngestMetrics.oldestPending.record(age)
        var cursor = cursor
        for _ in 0..<Self.windowsPerLook {
            let position = cursor
            let waiting = try await self.database.withTransaction(.readOnly) { transaction in
                try MessageStore.waiting(after: position, limit: self.window, in: transaction)
            }
            try await self.takeUp(waiting.ready)
            guard waiting.count == self.window else { return nil }
            cursor = waiting.last
        }
        return cursor
    }

    private func takeUp(_ ids: [ID<PosMessage>]) async throws {
        for start in stride(from: 0, to: ids.count, by: Self.batch) {
            let batch = Array(ids[start..<min(start + Self.batch, ids.count)])
            do {
                try await self.rejudge(batch)
            } catch {
                if Disposition(error).isOutage { throw error }
                try await self.rejudgeEach(of: batch)
            }
        }
    }

    /// One of them spoils the transaction of all: the others are taken up without it.
    private func rejudgeEach(of ids: [ID<PosMessage>]) async throws {
        for id in ids {
            do {
                try await self.rejudge([id])
            } catch {
                if Disposition(error).isOutage { throw error }
                Logger.current.error(
                    "A waiting message could not be judged",
                    metadata: ["message": "\(id)", "error": "\(error)"]
                )
            }
        }
    }

    private func rejudge(_ ids: [ID<PosMessage>]) async throws {
        try await self.database.withTransaction { transaction in
            let records = try MessageStore.lockParked(ids, in: transaction)
            try Rejudging.rejudge(records, by: nil, note: nil, in: transaction)
        }
    }
}
