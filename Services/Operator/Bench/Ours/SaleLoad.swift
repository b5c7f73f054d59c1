import AMQP
import Contracts
import Kernel

/// Sales published as a till publishes them, until the ledger has an entry for each.
struct SaleLoad: Sendable {
    static let pollPause = Duration.milliseconds(50)
    /// How long nothing may be decided before the rest is counted as failed.
    static let patience = Duration.seconds(60)
    /// Clocks of servers elsewhere may differ by this much.
    static let clockDifference = Duration.seconds(10)

    let registry: SourceRegistry
    let source: SourceRecord
    /// As the source.
    let url: String
    let settings: BenchSettings

    func run(clients: Int) async throws -> LoadResult {
        let connection = BrokerConnection(
            BrokerConfiguration(url: self.url, connectionName: "bench sales")
        )
        return try await connection.whileRunning {
            let publisher = Publisher(connection)
            _ = try await self.round(clients, self.settings.warmUp, publisher)
            return try await self.round(clients, .seconds(self.settings.seconds), publisher)
        }
    }

    /// Publishes for `duration` and waits until all is decided; that wait counts, too.
    private func round(
        _ clients: Int,
        _ duration: Duration,
        _ publisher: Publisher
    ) async throws -> LoadResult {
        let since = Timestamp.now.advanced(by: .zero - Self.clockDifference)
        let before = try await self.registry.statement(of: self.source, from: since).messages
        let account = SaleAccount()
        let templates = try SaleTemplates(variants: self.settings.variants, at: .now)
        let loop = ClosedLoop(clients: clients, warmUp: .zero, duration: duration)
        let start = ContinuousClock.now
        let watch = StatementWatch(
            registry: self.registry,
            source: self.source,
            since: since,
            before: before,
            account: account
        )
        var result = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watch.follow() }
            defer { group.cancelAll() }
            return try await loop.run { generator in
                while !account.hasRoom { try await Task.sleep(for: Self.pollPause) }
                let (document, message) = templates.next(&generator)
                account.publish(document, at: .now)
                let outcome = try await publisher.publish([message])
                guard outcome == [.confirmed] else { throw LoadFailure("publishing: \(outcome)") }
            }
        }
        let counts = try await watch.untilDecided()
        result.elapsed = ContinuousClock.now - start
        result.operations = counts.applied - before.applied
        let lost = account.published - result.operations
        if lost > 0 { result.errors["not applied"] = lost }
        result.latencies = try await self.latencies(since, account.times)
        return result
    }

    /// From each publish to the time that its entry carries.
    private func latencies(
        _ since: Timestamp,
        _ published: [String: Timestamp]
    ) async throws -> Latencies {
        let entries = try await self.registry.api.list(
            ["v1", "entries"],
            query: [("source", BenchCompany.source), ("recordedFrom", "\(since)")],
            of: Recorded.self
        )
        var latencies = Latencies()
        for entry in entries {
            guard let start = entry.reference.flatMap({ published[$0.document] }) else { continue }
            latencies.record(entry.recordedAt.duration(since: start))
        }
        return latencies
    }

    private struct Recorded: Decodable {
        let reference: Reference?
        let recordedAt: Timestamp
    }
}
