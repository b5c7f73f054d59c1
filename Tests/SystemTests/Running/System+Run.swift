import AsyncHTTPClient
import Contracts
import Foundation
import GatewayDomain
import Logging
import Messaging
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import Operator

extension System {
    /// How long the services may take from their start until they are ready.
    static let startLimit = Duration.seconds(60)
    /// More connections than any test has requests at once.
    private static let connections = 256

    /// Runs `body` while every service runs; ends all of it afterwards, whatever `body` threw.
    static func run(
        with settings: [String: String] = [:],
        _ body: (System) async throws -> Void
    ) async throws {
        try await Servers.make { servers in
            try await withTemporaryFolder { url in
                for part in ["bin", "run", "logs"] {
                    try FileManager.default.createDirectory(
                        at: url.appending(path: part),
                        withIntermediateDirectories: true
                    )
                }
                let folder = StateFolder(path: url.path(percentEncoded: false))
                try await self.withHTTPClient { http in
                    let draft = try await SystemDraft(
                        folder: folder,
                        servers: servers,
                        settings: settings
                    )
                    let system = try await draft.system(http: http)
                    try await Watchdog.run(over: folder) {
                        try await system.supervise { try await body($0) }
                    }
                }
            }
        }
    }

    /// Keeps the processes running, as the supervisor of an installation would.
    private func supervise(_ body: (System) async throws -> Void) async throws {
        let outcome: Result<Void, any Error> = await withTaskGroup(of: Void.self) { group in
            for process in self.processes.values {
                group.addTask { await process.run() }
            }
            let outcome: Result<Void, any Error>
            do {
                try await self.untilReady()
                var system = self
                try await system.open()
                outcome = .success(try await body(system))
            } catch {
                outcome = .failure(error)
            }
            // Each has ``SupervisedProcess/stopLimit`` before it is killed.
            for process in self.processes.values { await process.stop() }
            return outcome
        }
        do {
            try outcome.get()
        } catch {
            throw SystemFailure(error: error, logs: self.logs)
        }
    }

    /// Waits until every service says that it is ready.
    func untilReady() async throws {
        for service in Suite.services {
            try await eventually("\(service.rawValue) is ready", within: Self.startLimit) {
                try await self.isReady(service)
            }
        }
    }

    func isReady(_ service: ServiceName) async throws -> Bool {
        let port = self.ports.health[service] ?? 0
        let request = HTTPClientRequest(url: "http://\(Suite.host):\(port)/readyz")
        do {
            let response = try await self.http.execute(request, timeout: .seconds(2))
            _ = try await response.body.collect(upTo: 65_536)
            return response.status == .ok
        } catch is HTTPClientError {
            return false
        } catch  where !(error is CancellationError) {
            // Nobody listens yet.
            return false
        }
    }

    private static func withHTTPClient(_ body: (HTTPClient) async throws -> Void) async throws {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = self.connections
        // A process that was killed took its connections with it.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(configuration: configuration)
        do {
            try await body(client)
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private var logs: String {
        Suite.services.map { service in
            let path = self.folder.log(service.rawValue)
            let text = FileManager.default.contents(atPath: path).map {
                String(decoding: $0, as: UTF8.self)
            }
            let lines = (text ?? "").split(separator: "\n").suffix(SystemFailure.shownLines)
            return "\(service.rawValue):\n\(lines.joined(separator: "\n"))"
        }
        .joined(separator: "\n")
    }
}

/// Why a system could not run, with the last that its services said.
struct SystemFailure: Error, CustomStringConvertible {
    static let shownLines = 10

    let error: any Error
    let logs: String

    var description: String { "\(self.error)\n\(self.logs)" }
}
