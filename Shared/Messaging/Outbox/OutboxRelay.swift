package import AMQP
package import Contracts
import Logging
import Metrics
package import Postgres
import ServiceLifecycle

/// Publishes what transactions have appended, with confirms, and deletes what was confirmed.
///
/// Several instances share the shards; within a key the order is that of the appends. A message the
/// broker does not take holds back its key and no other; those of its key that were on their way
/// with it may arrive, which consumers notice by the version of the aggregate. Nothing is lost: what
/// is not confirmed is published again under the same identifier.
package final class OutboxRelay: Service, CustomStringConvertible {
    package let description: String
    private let service: ServiceName
    private let store: OutboxStore
    private let database: PostgresPool
    private let connection: BrokerConnection
    private let publisher: Publisher
    private let policy: RelayPolicy
    private let signal: OutboxSignal
    private let load: OutboxLoad

    /// What a crash of the server undoes is published again, under the same identifiers.
    static let session: SessionTraits = [.prefersIndexes, .flushesLater]

    /// - Parameters:
    ///   - service: The source of the messages.
    ///   - host: The virtual host that `connection` leads to; only messages for it are taken.
    ///   - database: Its configuration is used to open a session of the relay's own.
    package init(
        service: ServiceName,
        host: VirtualHost = .suite,
        database: PostgresPool,
        connection: BrokerConnection,
        publisher: Publisher,
        policy: RelayPolicy = RelayPolicy(),
        signal: OutboxSignal = .shared,
        load: OutboxLoad = .shared
    ) {
        self.description = "Outbox relay of \(service.rawValue) to \(host.rawValue)"
        self.service = service
        self.store = OutboxStore(host: host)
        self.database = database
        self.connection = connection
        self.publisher = publisher
        self.policy = policy
        self.signal = signal
        self.load = load
    }

    /// Relays until a graceful shutdown, and then what is still there within a limit.
    package func run() async throws {
        let (signals, poke) = self.signal.listen()
        await withDiscardingTaskGroup { group in
            group.addTask { await self.tick(poke) }
            var failures = 0
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                do {
                    try await self.database.withDedicatedSession(Self.session) { session in
                        failures = 0
                        try await self.relay(signals, over: session)
                    }
                } catch {
                    await self.recover(from: error, failures: failures)
                    failures += 1
                }
            }
            group.cancelAll()
        }
    }

    /// Looks again now and then, in case a signal was lost or came from another process.
    private func tick(_ poke: @Sendable () -> Void) async {
        let range = self.policy.poll
        while !Task.isCancelled {
            let pause = Double.random(in: range.lowerBound.seconds...range.upperBound.seconds)
            // Cancelled, it pokes once more and ends.
            try? await Task.sleep(for: .seconds(pause))
            poke()
        }
    }

    private func recover(from error: any Error, failures: Int) async {
        Logger.current.warning(
            "The relay lost its database session",
            metadata: ["relay": "\(self.description)", "error": "\(error)"]
        )
        let pause = self.policy.reconnect.doubled(times: failures)
        // Cancelled, the loop around ends.
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
    }

    private func relay(_ signals: AsyncStream<Void>, over session: PostgresSession) async throws {
        var lease = ShardLease(host: self.store.host)
        var nextCensus = ContinuousClock.now
        for await _ in signals.cancelOnGracefulShutdown() {
            if ContinuousClock.now >= nextCensus {
                lease = try await self.takeCensus(lease, over: session)
                nextCensus = .now.advanced(by: self.policy.census)
            }
            try await self.drain(lease, over: session, until: nil)
        }
        let limit = ContinuousClock.now.advanced(by: self.policy.flush)
        try await self.drain(lease, over: session, until: limit)
    }

    /// Publishes until nothing is left that can be published now.
    private func drain(
        _ lease: ShardLease,
        over session: PostgresSession,
        until limit: ContinuousClock.Instant?
    ) async throws {
        let store = self.store
        let policy = self.policy
        var outcome = RelayOutcome()
        while self.connection.isReady, !lease.shards.isEmpty {
            let settled = outcome
            let (rows, parked) = try await session.withTransaction { transaction in
                try store.delete(confirmed: settled.confirmed, in: transaction)
                let parked = try store.hold(settled.held, policy: policy, in: transaction)
                let rows = try store.read(
                    shards: lease.shards,
                    limit: policy.batch,
                    in: transaction
                )
                return (rows, parked)
            }
            self.report(parked: parked)
            outcome = RelayOutcome()
            if let limit, ContinuousClock.now > limit { return }
            guard !rows.isEmpty else { return }
            outcome = await self.publish(RelayOutcome.publishable(rows))
            #if DEBUG
            CrashPoint.afterConfirm.hit()
            #endif
            if outcome.indeterminate > 0 { break }
            if limit == nil, let pause = policy.pause(afterReading: rows.count) {
                // Cancelled, it goes on at once.
                try? await Task.sleep(for: pause)
            }
        }
        let settled = outcome
        let parked = try await session.withTransaction { transaction in
            try store.delete(confirmed: settled.confirmed, in: transaction)
            return try store.hold(settled.held, policy: policy, in: transaction)
        }
        self.report(parked: parked)
    }

    private func publish(_ rows: [OutboxRow]) async -> RelayOutcome {
        let source = self.service.rawValue
        do {
            let outcomes = try await self.publisher.publish(
                rows.map { $0.message.outbound(source: source) }
            )
            let outcome = RelayOutcome(rows, outcomes)
            MessagingMetrics.outboxOutcomes("confirmed").increment(by: outcome.confirmed.count)
            MessagingMetrics.outboxOutcomes("held").increment(by: outcome.held.count)
            MessagingMetrics.outboxOutcomes("indeterminate").increment(by: outcome.indeterminate)
            return outcome
        } catch let error as AMQPError where error.code == .invalidMessage && rows.count == 1 {
            // Nothing was sent and never will be.
            var outcome = RelayOutcome()
            outcome.hold(rows[0], error.detail, countsTowardsParking: true)
            return outcome
        } catch let error as AMQPError where error.code == .invalidMessage {
            return await self.publishEach(rows)
        } catch {
            Logger.current.warning(
                "The relay could not publish",
                metadata: ["relay": "\(self.description)", "error": "\(error)"]
            )
            var outcome = RelayOutcome()
            outcome.indeterminate = rows.count
            return outcome
        }
    }

    /// Finds the message that spoils a batch by publishing each alone.
    private func publishEach(_ rows: [OutboxRow]) async -> RelayOutcome {
        var sum = RelayOutcome()
        for row in rows {
            let outcome = await self.publish([row])
            sum.confirmed += outcome.confirmed
            sum.held += outcome.held
            sum.indeterminate += outcome.indeterminate
        }
        return sum
    }

    private func takeCensus(
        _ lease: ShardLease,
        over session: PostgresSession
    ) async throws -> ShardLease {
        let store = self.store
        let (lease, census) = try await session.withTransaction { transaction in
            let lease = try lease.balanced(in: transaction)
            return (lease, try store.census(upTo: Outbox.hardCap, in: transaction))
        }
        self.load.update(census, of: store.host)
        MessagingMetrics.outboxPending(store.host.rawValue).record(census.pending)
        MessagingMetrics.outboxOldestAge(store.host.rawValue).record(census.oldestAge.seconds)
        return lease
    }

    private func report(parked: Int) {
        guard parked > 0 else { return }
        MessagingMetrics.outboxParked.increment(by: parked)
        Logger.current.error(
            "Messages that nobody takes were parked in the outbox",
            metadata: ["relay": "\(self.description)", "count": "\(parked)"]
        )
    }
}
