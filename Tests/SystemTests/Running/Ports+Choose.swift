import Contracts
import NIOCore
import NIOPosix

@testable import Operator

extension System.Ports {
    /// Below the ports that the kernel hands out to clients (ip(7), `ip_local_port_range`), so that
    /// a port is still free when its process starts for the second time.
    private static let range = 20_000..<32_000
    private static let attempts = 100

    /// A free port for everything that listens.
    static func choose() async throws -> Self {
        var health: [ServiceName: Int] = [:]
        var taken: Set<Int> = []
        for service in Suite.services {
            health[service] = try await self.freePort(except: &taken)
        }
        return Self(gateway: try await self.freePort(except: &taken), health: health)
    }

    private static func freePort(except taken: inout Set<Int>) async throws -> Int {
        for attempt in 1...self.attempts {
            let port = Int.random(in: self.range)
            guard taken.insert(port).inserted else { continue }
            do {
                let listener = try await ServerBootstrap(
                    group: .singletonMultiThreadedEventLoopGroup
                )
                .bind(host: Suite.host, port: port)
                .get()
                try await listener.close()
                return port
            } catch  where attempt < self.attempts {
                // Somebody listens there.
                continue
            }
        }
        throw OperatorFailure("no port is free", next: "end what listens")
    }
}
