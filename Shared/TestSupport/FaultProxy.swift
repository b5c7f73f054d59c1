import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A TCP relay between a client and a server that can be told to misbehave.
package final class FaultProxy: Sendable {
    /// Which bytes a fault concerns.
    package enum Direction: CaseIterable, Hashable, Sendable {
        case toServer
        case toClient
    }

    /// What happens to bytes.
    package enum Fault: Hashable, Sendable {
        case none
        /// Nothing is read any more, so that the sender's buffers fill up; ends without loss.
        case freeze
        /// Everything is read and thrown away; the streams are useless afterwards.
        case drop
        /// Each chunk is held back so long.
        case delay(Duration)
    }

    private struct State {
        var faults: [Direction: Fault] = [:]
        var isRefusing = false
        var attempts: [ContinuousClock.Instant] = []
        var recordings: [Direction: [UInt8]] = [:]
        var channels: [ObjectIdentifier: any Channel] = [:]
        var clients: [ObjectIdentifier: any Channel] = [:]
    }

    package let port: Int
    private let state = Mutex(State())
    private let server: (host: String, port: Int)

    /// How often a frozen direction looks whether it is still frozen.
    private static let thawInterval = Duration.milliseconds(2)

    fileprivate init(port: Int, server: (host: String, port: Int)) {
        self.port = port
        self.server = server
    }

    /// `url` with the proxy in place of its host and port.
    package func url(_ url: String) -> String {
        var parts = URLComponents(string: url) ?? URLComponents()
        parts.host = "127.0.0.1"
        parts.port = self.port
        return parts.string ?? url
    }

    package func set(_ fault: Fault, _ direction: Direction) {
        self.state.withLock { $0.faults[direction] = fault }
    }

    package func set(_ fault: Fault) {
        for direction in Direction.allCases { self.set(fault, direction) }
    }

    /// Closes new connections at once while true.
    package func refuse(_ isRefusing: Bool) {
        self.state.withLock { $0.isRefusing = isRefusing }
    }

    /// When each connection was tried, refused or not.
    package var attempts: [ContinuousClock.Instant] { self.state.withLock { $0.attempts } }

    /// Keeps what goes in one direction from now on.
    package func record(_ direction: Direction) {
        self.state.withLock { $0.recordings[direction] = [] }
    }

    /// What went in a direction since its recording began, of all connections one after another.
    package func recording(of direction: Direction) -> [UInt8] {
        self.state.withLock { $0.recordings[direction] ?? [] }
    }

    /// Sends `bytes` to every client as if they came from the server.
    ///
    /// They must fit between two of its messages, so the connection should be idle.
    package func inject(_ bytes: [UInt8]) {
        let clients = self.state.withLock { Array($0.clients.values) }
        for client in clients {
            client.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        }
    }

    /// Closes all connections on both sides.
    package func cut() {
        let channels = self.state.withLock { Array($0.channels.values) }
        for channel in channels { channel.close(promise: nil) }
    }

    fileprivate func serve(_ listener: NIOAsyncChannel<ProxyConnection, Never>) async throws {
        try await listener.executeThenClose { clients in
            try await withThrowingDiscardingTaskGroup { group in
                for try await client in clients {
                    group.addTask { await self.relay(client) }
                }
            }
        }
    }

    private func relay(_ client: ProxyConnection) async {
        do {
            let isRefused = self.state.withLock { state in
                state.attempts.append(.now)
                return state.isRefusing
            }
            if isRefused {
                try await client.channel.close()
                return
            }
            let server = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(host: self.server.host, port: self.server.port) { channel in
                    channel.eventLoop.makeCompletedFuture { try ProxyConnection(bytesOf: channel) }
                }
            self.register(client: client.channel, server: server.channel)
            defer { self.forget(client: client.channel, server: server.channel) }
            try await client.executeThenClose { fromClient, toClient in
                try await server.executeThenClose { fromServer, toServer in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await self.pump(.toServer, fromClient, toServer) }
                        group.addTask { try await self.pump(.toClient, fromServer, toClient) }
                        // When one side hangs up, so does the other.
                        try await group.next()
                        group.cancelAll()
                    }
                }
            }
        } catch {
            // A broken connection is what this proxy is for; its ends notice.
            client.channel.close(promise: nil)
        }
    }

    private func pump(
        _ direction: Direction,
        _ source: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ target: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        for try await bytes in source {
            self.keep(bytes, direction)
            while self.fault(direction) == .freeze {
                try await Task.sleep(for: Self.thawInterval)
            }
            switch self.fault(direction) {
            case .none, .freeze:
                try await target.write(bytes)
            case .drop:
                continue
            case .delay(let pause):
                try await Task.sleep(for: pause)
                try await target.write(bytes)
            }
        }
    }

    private func keep(_ bytes: ByteBuffer, _ direction: Direction) {
        self.state.withLock {
            $0.recordings[direction]?.append(contentsOf: bytes.readableBytesView)
        }
    }

    private func fault(_ direction: Direction) -> Fault {
        self.state.withLock { $0.faults[direction] ?? .none }
    }

    private func register(client: any Channel, server: any Channel) {
        self.state.withLock { state in
            state.channels[ObjectIdentifier(client)] = client
            state.channels[ObjectIdentifier(server)] = server
            state.clients[ObjectIdentifier(client)] = client
        }
    }

    private func forget(client: any Channel, server: any Channel) {
        self.state.withLock { state in
            state.channels[ObjectIdentifier(client)] = nil
            state.channels[ObjectIdentifier(server)] = nil
            state.clients[ObjectIdentifier(client)] = nil
        }
    }
}

private typealias ProxyConnection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

extension ProxyConnection {
    fileprivate init(bytesOf channel: any Channel) throws {
        try self.init(wrappingChannelSynchronously: channel)
    }
}

/// Runs `body` with a proxy in front of the server that `url` names, of any protocol over TCP.
package func withFaultProxy<Result: Sendable>(
    to url: String,
    _ body: (FaultProxy) async throws -> Result
) async throws -> Result {
    let parts = URLComponents(string: url)
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture { try ProxyConnection(bytesOf: channel) }
        }
    let proxy = FaultProxy(
        port: listener.channel.localAddress?.port ?? 0,
        server: (parts?.host ?? "127.0.0.1", parts?.port ?? 0)
    )
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await proxy.serve(listener) }
        defer {
            proxy.cut()
            group.cancelAll()
        }
        return try await body(proxy)
    }
}
