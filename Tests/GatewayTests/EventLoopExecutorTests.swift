import NIOCore
import NIOPosix
import Testing

@testable import Gateway

struct EventLoopExecutorTests {
    @Test func `a task stays on its event loop over every wait`() async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        try await withTaskExecutorPreference(EventLoopExecutor(loop)) {
            #expect(await isInside(loop))
            await Task.yield()
            #expect(await isInside(loop))
            try await Task.sleep(for: .milliseconds(1))
            #expect(await isInside(loop))
            try await NIOThreadPool.singleton.runIfActive {}
            #expect(await isInside(loop))
            await Outside().visit()
            #expect(await isInside(loop))
        }
    }

    @Test func `tasks inside a task run on its event loop as well`() async {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        await withTaskExecutorPreference(EventLoopExecutor(loop)) {
            async let first = isInside(loop)
            let answers = [await isInside(loop), await first]
            #expect(answers == [true, true])
        }
    }
}

/// Runs where a task without an actor does.
@concurrent private func isInside(_ loop: any EventLoop) async -> Bool {
    loop.inEventLoop
}

/// What runs elsewhere.
@MainActor private final class Outside {
    nonisolated init() {}

    func visit() {}
}
