import AMQP
import Contracts
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import Messaging

/// Requests and answers as they pass the broker, copied there into queues of the test.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct BundlingTests {
    @Test func `a crowd shares messages, and all get their own answers`() async throws {
        try await withTaps { fixture, client, requests, replies in
            let count = 600
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<count {
                    group.addTask {
                        let body = Array("\(number)".utf8)
                        let answer = try await client.call(
                            .ledger,
                            call(body),
                            budget: .seconds(30)
                        )
                        return answer.body == body
                    }
                }
                for try await isOwn in group { #expect(isOwn) }
            }
            let asked = try requests.bodies.map { try RequestBundle($0).requests.count }
            #expect(asked.reduce(0, +) == count + 1)
            #expect(asked.count < count / 2, "\(asked)")
            #expect(asked.allSatisfy { $0 <= BundleFormat.maximumCount })
            try await eventually("the copies of all answers") {
                try replies.bodies.map { try ReplyBundle($0).replies.count }.reduce(0, +) == count
            }
            #expect(replies.bodies.count < count)
        }
    }

    @Test func `what is decided together is answered together`() async throws {
        let count = 40
        try await withTaps(Together(count)) { fixture, client, _, replies in
            try await withThrowingDiscardingTaskGroup { group in
                for number in 0..<count {
                    group.addTask {
                        let body = [UInt8(number)]
                        let answer = try await client.call(
                            .ledger,
                            call(body),
                            budget: .seconds(30)
                        )
                        #expect(answer.body == body)
                    }
                }
            }
            try await eventually("the copies of all answers") {
                try replies.bodies.map { try ReplyBundle($0).replies.count }.reduce(0, +) == count
            }
            #expect(replies.bodies.count <= count / 2)
        }
    }

    @Test func `calls one after the other are messages of their own`() async throws {
        try await withTaps { fixture, client, requests, _ in
            for number in 0..<5 {
                _ = try await client.call(.ledger, call([UInt8(number)]), budget: .seconds(10))
            }
            let counts = try requests.bodies.map { try RequestBundle($0).requests.count }
            #expect(counts == [1, 1, 1, 1, 1, 1])
        }
    }

    @Test func `what is no bundle is dropped on both sides, and neither stops`() async throws {
        try await withTaps { fixture, client, requests, _ in
            let genuine = try #require(requests.bodies.first)
            let instance = try RequestBundle(genuine).instance
            var samples = BundleSamples(seed: 11)
            let messages = (0..<200).map { _ in
                let body = samples.mutated(genuine)
                return Bool.random(using: &samples.generator)
                    ? OutboundMessage(request: body) : OutboundMessage(reply: body, to: instance)
            }
            let outcomes = try await fixture.publisher.publish(messages)
            #expect(outcomes.allSatisfy { $0 == .confirmed })
            let answer = try await client.call(.ledger, call([1]), budget: .seconds(10))
            #expect(answer.body == [1])
            #expect(client.pendingCount == 0)
        }
    }

    @Test func `among live requests one that nobody waits for is not performed`() async throws {
        try await withMessaging { fixture in
            let answers = Inbox()
            let server = fixture.server(Echo(pause: .milliseconds(50)), concurrency: 1)
            try await withRunning(server) { _ in
                try await fixture.tap(SharedExchange.replies, "tester", into: answers) {
                    let principal = try PrincipalText(call([]).principal)
                    let requests = [1, 2, 3].map { number in
                        OutgoingRequest(
                            call([UInt8(number)]),
                            from: principal,
                            correlation: UInt64(number),
                            // The only worker is busy for longer.
                            budget: number == 2 ? .milliseconds(5) : .seconds(10)
                        )
                    }
                    let bundle = RequestBundle.bytes(
                        of: requests,
                        from: "tester",
                        to: .ledger,
                        key: AssertionKey.ofTests.derived(for: .ledger)
                    )
                    let message = OutboundMessage(request: bundle)
                    #expect(try await fixture.publisher.publish([message]) == [.confirmed])
                    try await eventually("the last answer") {
                        try answers.correlations.contains(3)
                    }
                }
            }
            #expect(try answers.correlations == [1, 3])
        }
    }

    @Test func `a request that is too large fails alone`() async throws {
        try await withTaps { _, client, _, _ in
            let limit = MessageLimits().maximumBody
            async let large = client.call(
                .ledger,
                call([UInt8](repeating: 0, count: limit)),
                budget: .seconds(10)
            )
            async let small = client.call(.ledger, call([1]), budget: .seconds(10))
            #expect(try await small.body == [1])
            do {
                _ = try await large
                Issue.record("it was taken")
            } catch let problem as Problem {
                #expect(problem.knownCode == .payloadTooLarge)
            }
            let fits = [UInt8](repeating: 7, count: 2 * BundleFormat.maximumBytes)
            #expect(try await client.call(.ledger, call(fits), budget: .seconds(10)).body == fits)
        }
    }
}

/// Runs `body` with a server that echoes, after one call, and copies of what is asked and answered.
private func withTaps(
    _ handler: any OperationHandler = Echo(),
    _ body: (MessagingFixture, OperationClient, Inbox, Inbox) async throws -> Void
) async throws {
    try await withMessaging { fixture in
        let client = fixture.client()
        let requests = Inbox()
        let replies = Inbox()
        let key = ServiceName.ledger.queue(.requests)
        try await withRunning([client, fixture.server(handler)]) {
            try await eventually("ready") { client.isReady }
            try await fixture.tap(ServiceName.ledger.exchange(.requests), key, into: requests) {
                _ = try await client.call(.ledger, call([0]), budget: .seconds(10))
                try await eventually("a copy of the first request") { requests.bodies.count == 1 }
                let instance = try RequestBundle(requests.bodies[0]).instance
                try await fixture.tap(SharedExchange.replies, instance, into: replies) {
                    try await body(fixture, client, requests, replies)
                }
            }
        }
    }
}

extension MessagingFixture {
    /// Copies what passes an exchange while `body` runs.
    fileprivate func tap(
        _ exchange: String,
        _ key: String,
        into inbox: Inbox,
        _ body: () async throws -> Void
    ) async throws {
        let queue = "tap.\(UUID())"
        let consumer = Consumer(
            self.consuming,
            queue: queue,
            isNoAck: true,
            setUp: [
                .declareQueue(queue, [.exclusive, .autoDelete]),
                .bind(queue: queue, exchange: exchange, key: key),
            ],
            receiver: inbox
        )
        try await withRunning(consumer) { _ in
            try await eventually("the tap") { consumer.state == .subscribed }
            try await body()
        }
    }
}

/// What came out of a tap.
private final class Inbox: DeliveryReceiver {
    private let taken = Mutex<[[UInt8]]>([])

    var bodies: [[UInt8]] { self.taken.withLock { $0 } }

    /// Which requests were answered.
    var correlations: Set<UInt64> {
        get throws {
            Set(try self.bodies.flatMap { try ReplyBundle($0).replies }.map(\.correlation))
        }
    }

    func take(_ delivery: Delivery, at arrival: ContinuousClock.Instant) -> Bool {
        self.taken.withLock { $0.append(delivery.body) }
        return true
    }
}

extension OutboundMessage {
    /// What may be a bundle of requests.
    fileprivate init(request body: [UInt8]) {
        self.init(
            exchange: ServiceName.ledger.exchange(.requests),
            routingKey: ServiceName.ledger.queue(.requests),
            body: body
        )
    }

    /// What may be a bundle of answers.
    fileprivate init(reply body: [UInt8], to instance: String) {
        self.init(exchange: SharedExchange.replies, routingKey: instance, body: body)
    }
}

private func call(_ body: [UInt8]) -> OperationCall {
    OperationCall(
        operation: "listStock",
        principal: Principal(
            id: UUID(uuidString: "6d1f4b0e-0000-4000-8000-000000000001") ?? UUID(),
            kind: .user,
            name: "Ada",
            permissions: [.stockRead]
        ),
        body: body
    )
}

/// Answers the first at once, and a number of others when all of them are there.
private final class Together: OperationHandler {
    private struct State {
        var isFirst = true
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let count: Int
    private let state = Mutex(State())

    init(_ count: Int) {
        self.count = count
    }

    func respond(to request: OperationRequest) async -> OperationResponse {
        await withCheckedContinuation { continuation in
            let ready = self.state.withLock { state in
                state.waiting.append(continuation)
                guard state.isFirst || state.waiting.count == self.count else {
                    return [] as [CheckedContinuation<Void, Never>]
                }
                state.isFirst = false
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in ready { continuation.resume() }
        }
        return OperationResponse(status: 200, body: request.body)
    }
}

/// Answers with what it was asked.
private struct Echo: OperationHandler {
    var pause = Duration.zero

    func respond(to request: OperationRequest) async -> OperationResponse {
        // Cancelled at the end of the test.
        if self.pause > .zero { try? await Task.sleep(for: self.pause) }
        return OperationResponse(status: 200, body: request.body)
    }
}
