package import AMQP
package import Contracts
import Logging
import Metrics
package import Postgres
import ServiceLifecycle

/// Moves the dead letters of a service from their queue to its table, where people see them.
package final class DeadLetterDrainer: SubscribingService, CustomStringConvertible {
    package let description: String

    /// How often open letters are counted for the metrics.
    private static let census = Duration.seconds(15)
    /// The pauses while letters cannot be stored.
    private static let pauses: ClosedRange<Duration> = .milliseconds(500) ... .seconds(30)
    /// How long letters are held before they are given back; below the broker's limit.
    private static let attempts = 12
    /// How often a database that is there may refuse a letter as it is.
    private static let refusalsWithHeaders = 2

    private let consumer: Consumer
    private let database: PostgresPool

    /// - Parameters:
    ///   - connection: To the virtual host `host`.
    package init(
        service: ServiceName,
        host: VirtualHost = .suite,
        connection: BrokerConnection,
        database: PostgresPool
    ) {
        let queue = service.queue(.deadLetters)
        self.description = "Drainer of \(queue) in \(host.rawValue)"
        self.database = database
        self.consumer = Consumer(
            connection,
            queue: queue,
            prefetch: 100,
            batch: BatchPolicy(maximumCount: 50, maximumWait: .milliseconds(20)),
            handler: { await Self.store($0, host: host, database: database) }
        )
    }

    package var subscription: ConsumerState { self.consumer.state }

    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await self.count() }
            try await self.consumer.run()
            group.cancelAll()
        }
    }

    /// Stores letters together, or one by one when that fails; settles each.
    private static func store(
        _ deliveries: [Delivery],
        host: VirtualHost,
        database: PostgresPool
    ) async -> [Settlement] {
        let letters = deliveries.map(DeadLetterEntry.init)
        if await self.isStored(letters, host: host, database: database) {
            return deliveries.map { _ in .acknowledge }
        }
        var settlements: [Settlement] = []
        for delivery in deliveries {
            let letter = DeadLetterEntry(delivery)
            let isStored = await self.isStoredAlone(letter, host: host, database: database)
            settlements.append(isStored ? .acknowledge : .giveBack)
        }
        return settlements
    }

    /// Stores one letter while there is patience; one that is refused again goes without its headers,
    /// because outside systems choose them.
    private static func isStoredAlone(
        _ letter: DeadLetterEntry,
        host: VirtualHost,
        database: PostgresPool
    ) async -> Bool {
        var refusals = 0
        for attempt in 0..<self.attempts where !Task.isShuttingDownGracefully {
            do {
                let letter = refusals < self.refusalsWithHeaders ? letter : letter.withoutHeaders
                try await self.insert([letter], host: host, database: database)
                return true
            } catch {
                if Failure(error).kind != .outage { refusals += 1 }
                self.warn(of: error, count: 1)
            }
            // Cancelled, the letter is given back.
            try? await Task.sleep(for: self.pauses.doubled(times: attempt))
        }
        return false
    }

    private static func insert(
        _ letters: [DeadLetterEntry],
        host: VirtualHost,
        database: PostgresPool
    ) async throws {
        try await database.withTransaction { transaction in
            try DeadLetterStore.insert(letters, host: host, in: transaction)
        }
        MessagingMetrics.deadLettersStored.increment(by: letters.count)
    }

    private static func isStored(
        _ letters: [DeadLetterEntry],
        host: VirtualHost,
        database: PostgresPool
    ) async -> Bool {
        do {
            try await self.insert(letters, host: host, database: database)
            return true
        } catch {
            self.warn(of: error, count: letters.count)
            return false
        }
    }

    private static func warn(of error: any Error, count: Int) {
        Logger.current.error(
            "Dead letters could not be stored",
            metadata: ["count": "\(count)", "error": "\(error)"]
        )
    }

    private func count() async {
        var known: Set<[String]> = []
        while !Task.isCancelled {
            do {
                let counts = try await self.database.withTransaction(.readOnly) { transaction in
                    try DeadLetterStore.openCounts(in: transaction)
                }
                for gone in known.subtracting(counts.map { [$0.type, $0.code] }) {
                    MessagingMetrics.openDeadLetters(type: gone[0], code: gone[1]).record(0)
                }
                for entry in counts {
                    MessagingMetrics.openDeadLetters(type: entry.type, code: entry.code)
                        .record(entry.count)
                }
                known = Set(counts.map { [$0.type, $0.code] })
                MessagingMetrics.oldestDeadLetter.record(counts.map(\.oldestAge).max() ?? 0)
                try await Task.sleep(for: Self.census)
            } catch {
                guard !Task.isCancelled else { return }
                Logger.current.warning(
                    "Dead letters could not be counted",
                    metadata: ["error": "\(error)"]
                )
                // Cancelled, the loop ends.
                try? await Task.sleep(for: Self.census)
            }
        }
    }
}
