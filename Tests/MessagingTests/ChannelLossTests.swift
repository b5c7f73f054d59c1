import Contracts
import FoundationEssentials
import TestSupport
import Testing

@testable import Messaging

/// A channel closes while requests wait, and the connection lives on.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct ChannelLossTests {
    /// How many requests are sent before the client hears of it, each in a bundle of its own.
    private static let sent = RequestLane.maximumInFlight

    @Test func `exchange_missing: requests that wait go out on the next channel`() async throws {
        try await withBrokerProxy { proxy in
            try await withMessaging(through: proxy) { fixture in
                let client = fixture.client()
                try await withRunning([client, fixture.server(Echo())]) {
                    try await eventually("ready") { client.isReady }
                    // The channel of requests opens with the first one, which has to be answered.
                    #expect(await status(of: client, .ledger) == 200)
                    proxy.record(.toServer)
                    let statuses = try await self.statuses(of: 20, client, proxy)
                    for (number, status) in statuses {
                        // Nobody knows what became of those that were sent.
                        #expect(status == (number <= Self.sent ? 503 : 200), "\(number)")
                    }
                    #expect(statuses.count == 21)
                    #expect(client.pendingCount == 0)
                }
            }
        }
    }

    /// What becomes of requests after one to an exchange that is missing, for which the broker closes
    /// the channel.
    private func statuses(
        of count: Int,
        _ client: OperationClient,
        _ proxy: FaultProxy
    ) async throws -> [Int: Int] {
        try await withThrowingTaskGroup(of: [Int: Int].self) { calls in
            // Until all wait, the client hears neither of confirms nor of the end.
            proxy.set(.freeze, .toClient)
            defer { proxy.set(.none, .toClient) }
            calls.addTask { [0: await status(of: client, .notifier)] }
            try await eventually("the first is sent") { proxy.bundles == 1 }
            for number in 1...Self.sent {
                calls.addTask { [number: await status(of: client, .ledger)] }
                try await eventually("another is sent") { proxy.bundles == number + 1 }
            }
            for number in (Self.sent + 1)...count {
                calls.addTask { [number: await status(of: client, .ledger)] }
            }
            try await eventually("all wait") { client.pendingCount == count + 1 }
            proxy.set(.none, .toClient)
            return try await calls.reduce(into: [:]) { $0.merge($1) { $1 } }
        }
    }
}

extension FaultProxy {
    /// How many bundles of requests have been sent since the recording began.
    fileprivate var bundles: Int {
        self.recording(of: .toServer).ranges(of: Array(BundleFormat.requests.utf8)).count
    }
}

private func status(of client: OperationClient, _ service: ServiceName) async -> Int {
    let call = OperationCall(
        operation: "listStock",
        principal: Principal(
            id: UUID(uuidString: "6d1f4b0e-0000-4000-8000-000000000001") ?? UUID(),
            kind: .user,
            name: "Ada",
            permissions: [.stockRead]
        )
    )
    do {
        return try await client.call(service, call, budget: .seconds(30)).status
    } catch {
        return (error as? Problem)?.status ?? 0
    }
}

/// Answers with what it was asked.
private struct Echo: OperationHandler {
    func respond(to request: OperationRequest) async -> OperationResponse {
        OperationResponse(status: 200, body: request.body)
    }
}
