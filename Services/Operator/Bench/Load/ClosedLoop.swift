import Kernel

/// Clients that each begin an operation when their last one has ended.
///
/// What is too slow for them slows them down, so this measures what a fixed number of callers gets,
/// not what an endless stream of them would suffer.
struct ClosedLoop: Sendable {
    /// After a failure, so that a server that refuses at once is not flooded.
    static let pauseAfterFailure = Duration.milliseconds(100)
    /// How long an operation may go on after the last one was begun.
    static let grace = Duration.seconds(30)

    let clients: Int
    let warmUp: Duration
    let duration: Duration

    init(clients: Int, warmUp: Duration, duration: Duration) {
        self.clients = clients
        self.warmUp = warmUp
        self.duration = duration
    }

    init(clients: Int, settings: BenchSettings) {
        self.init(
            clients: clients,
            warmUp: settings.warmUp,
            duration: .seconds(settings.seconds)
        )
    }

    /// Runs `operation` over and over; it gets numbers of its client's own.
    ///
    /// - Throws: `CancellationError` only. What an operation throws is counted.
    func run(
        _ operation: @escaping @Sendable (inout SeededGenerator) async throws -> Void
    ) async throws -> LoadResult {
        let begin = ContinuousClock.now + self.warmUp
        let end = begin + self.duration
        return try await withThrowingTaskGroup(of: Share.self) { group in
            for client in 0..<self.clients {
                group.addTask {
                    try await self.share(of: client, from: begin, to: end, operation)
                }
            }
            var result = LoadResult()
            var last = begin
            for try await share in group {
                result.operations += Int(share.latencies.count)
                result.latencies.add(share.latencies)
                result.errors.merge(share.errors, uniquingKeysWith: +)
                last = max(last, share.last)
            }
            result.elapsed = last - begin
            return result
        }
    }

    private struct Share: Sendable {
        var latencies = Latencies()
        var errors: [String: Int] = [:]
        var last: ContinuousClock.Instant
    }

    private func share(
        of client: Int,
        from begin: ContinuousClock.Instant,
        to end: ContinuousClock.Instant,
        _ operation: @Sendable (inout SeededGenerator) async throws -> Void
    ) async throws -> Share {
        var generator = SeededGenerator(seed: UInt64(client) + 1)
        var share = Share(last: begin)
        while true {
            let start = ContinuousClock.now
            guard start < end else { return share }
            do {
                try await operation(&generator)
                let now = ContinuousClock.now
                if start >= begin {
                    share.latencies.record(now - start)
                    share.last = max(share.last, now)
                }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                share.errors["\(error)", default: 0] += 1
                try await Task.sleep(for: Self.pauseAfterFailure)
            }
        }
    }
}
