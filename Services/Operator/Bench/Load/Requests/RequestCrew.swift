import Kernel
import NIOCore

/// The clients of one load and what became of their requests, all on one event loop.
final class RequestCrew {
    /// How often requests without an answer are looked for.
    static let watchPause = TimeAmount.seconds(1)

    let eventLoop: any EventLoop
    /// When no further request begins.
    let end: NIODeadline
    private let begin: NIODeadline
    private let outcome: EventLoopPromise<LoadResult>
    private var supply: RequestSupply
    private var result = LoadResult()
    private var last: NIODeadline
    private var clients: [RequestClient] = []
    private var working = 0

    /// The time of `loop` starts here.
    init(
        loop: ClosedLoop,
        _ supply: RequestSupply,
        _ gateway: BenchGateway,
        on eventLoop: any EventLoop
    ) {
        self.eventLoop = eventLoop
        self.supply = supply
        self.begin = .now() + TimeAmount(loop.warmUp)
        self.end = self.begin + TimeAmount(loop.duration)
        self.last = self.begin
        self.outcome = eventLoop.makePromise()
        self.clients = (1...loop.clients).map { number in
            RequestClient(
                gateway: gateway,
                generator: SeededGenerator(seed: UInt64(number)),
                crew: self
            )
        }
    }

    /// Lets every client work until the time is over.
    func work() -> EventLoopFuture<LoadResult> {
        self.working = self.clients.count
        for client in self.clients { client.connect() }
        self.watch()
        return self.outcome.futureResult
    }

    /// What a client sends next; `nil` where nothing is left to send.
    func next(using generator: inout SeededGenerator) -> PreparedRequest? {
        self.supply.next(using: &generator)
    }

    /// Counts a request that succeeded, unless it began before counting did.
    func count(from start: NIODeadline, to end: NIODeadline) {
        guard start >= self.begin else { return }
        let nanoseconds = (end - start).nanoseconds
        self.result.latencies.record(microseconds: UInt64(max(0, nanoseconds / 1_000)))
        self.result.operations += 1
        self.last = max(self.last, end)
    }

    /// Counts a request that failed.
    func count(failure: String) {
        self.result.errors[failure, default: 0] += 1
    }

    /// Lets a client go that has nothing more to do.
    func leave() {
        self.working -= 1
        guard self.working == 0 else { return }
        // The clients know their crew.
        self.clients = []
        self.result.elapsed = Duration(self.last - self.begin)
        self.outcome.succeed(self.result)
    }

    private func watch() {
        guard self.working > 0 else { return }
        let now = NIODeadline.now()
        for client in self.clients { client.loseAnswer(ifOverdueAt: now) }
        self.eventLoop.assumeIsolated().scheduleTask(in: Self.watchPause) { self.watch() }
    }
}
