import Foundation
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization

/// A trace collector on a port of its own that remembers what it was sent.
final class Collector: Sendable {
    private let bodies = Mutex<[[UInt8]]>([])
    private let failures: Mutex<Int>

    /// - Parameter failures: How many requests are answered with 503 first.
    init(failures: Int = 0) {
        self.failures = Mutex(failures)
    }

    var requests: [[String: Any]] {
        self.bodies.withLock { $0 }.compactMap { body in
            try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        }
    }

    /// Runs `body` with the base URL of the collector.
    func run(_ body: @escaping @Sendable (String) async throws -> Void) async throws {
        let router = Router()
        router.post("/v1/traces") { request, _ in
            let buffer = try await request.body.collect(upTo: 1_000_000)
            return self.answer(Array(buffer.readableBytesView))
        }
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            for await port in ports {
                try await body("http://127.0.0.1:\(port)")
                break
            }
            group.cancelAll()
        }
    }

    private func answer(_ body: [UInt8]) -> Response {
        let isFailing = self.failures.withLock { failures in
            failures -= 1
            return failures >= 0
        }
        if isFailing { return Response(status: .serviceUnavailable) }
        self.bodies.withLock { $0.append(body) }
        return Response(status: .ok)
    }
}
