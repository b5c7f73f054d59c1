import NIOCore
import NIOPosix

extension ClosedLoop {
    /// Sends what `supply` has, each client over a connection of its own.
    ///
    /// All clients share one thread and no request has a task, so that the load takes little of the
    /// machine that it measures. What is not a success is counted and not tried again. This ends
    /// at the latest ``RequestClient/timeout`` after the last request.
    func run(
        _ supply: RequestSupply,
        against gateway: BenchGateway
    ) async throws -> LoadResult {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        return try await eventLoop.flatSubmit {
            RequestCrew(loop: self, supply, gateway, on: eventLoop).work()
        }
        .get()
    }
}
