import AMQP
import Contracts
import Synchronization
import Testing

@testable import Messaging

/// How requests gather, with a test in the place of the publisher.
struct RequestLaneTests {
    private let failures = Failures()
    private let lane: RequestLane
    private let principal: PrincipalText

    init() throws {
        var samples = BundleSamples(seed: 1)
        let failures = self.failures
        self.lane = RequestLane(
            to: .ledger,
            from: "instance",
            key: try #require(BundleSamples.key),
            maximumInFlight: 1
        ) { failures.note($0, $1) }
        self.principal = try PrincipalText(samples.principal())
    }

    @Test func `a lone request goes at once, and what comes meanwhile goes together`() throws {
        #expect(self.lane.add(self.request(1)), "the publisher has to be told")
        let first = try #require(self.lane.next())
        #expect(try self.correlations(in: first) == [1])
        for number in 2...5 { #expect(!self.lane.add(self.request(UInt64(number)))) }
        #expect(self.isSilent, "nothing goes before the broker has confirmed")
        first.completion(.success(.confirmed))
        let second = try #require(self.lane.next())
        #expect(try self.correlations(in: second) == [2, 3, 4, 5])
        second.completion(.success(.confirmed))
        #expect(self.isSilent)
        #expect(self.lane.add(self.request(6)), "the publisher has stopped asking")
        #expect(self.failures.all.isEmpty)
    }

    @Test func `who asks one thing after the other waits for no confirm`() throws {
        let lane = RequestLane(
            to: .ledger,
            from: "instance",
            key: try #require(BundleSamples.key),
            maximumInFlight: 2
        ) { self.failures.note($0, $1) }
        #expect(lane.add(self.request(1)))
        let first = try #require(lane.next())
        #expect(lane.next() == nil)
        #expect(lane.add(self.request(2)), "the publisher has stopped asking")
        let second = try #require(lane.next())
        _ = lane.add(self.request(3))
        _ = lane.add(self.request(4))
        #expect(lane.next() == nil, "two are on their way")
        second.completion(.success(.confirmed))
        let third = try #require(lane.next())
        #expect(try self.correlations(in: third) == [3, 4])
        first.completion(.success(.confirmed))
        third.completion(.success(.confirmed))
        #expect(lane.next() == nil)
        #expect(lane.add(self.request(5)))
        #expect(self.failures.all.isEmpty)
    }

    @Test func `a bundle has a limit of requests and of bytes`() throws {
        let count = BundleFormat.maximumCount
        for number in 0...count { _ = self.lane.add(self.request(UInt64(number))) }
        #expect(try self.sent().count == count)
        #expect(try self.sent() == [UInt64(count)])
        let half = BundleFormat.maximumBytes / 2
        for number in 1...3 { _ = self.lane.add(self.request(UInt64(number), size: half)) }
        for _ in 1...3 { #expect(try self.sent().count == 1) }
    }

    @Test func `a request larger than a bundle travels alone`() throws {
        let large = BundleFormat.maximumBytes * 2
        _ = self.lane.add(self.request(1))
        _ = self.lane.add(self.request(2, size: large))
        _ = self.lane.add(self.request(3))
        #expect(try [self.sent(), self.sent(), self.sent()] == [[1], [2], [3]])
    }

    @Test func `what nobody waits for is not sent, and a bundle keeps as long as its last`() throws
    {
        _ = self.lane.add(self.request(1, budget: .zero))
        _ = self.lane.add(self.request(2, budget: .seconds(5)))
        _ = self.lane.add(self.request(3, budget: .seconds(60)))
        let bundle = try #require(self.lane.next())
        #expect(try self.correlations(in: bundle) == [2, 3])
        let expiration = try #require(bundle.message.properties.expiration.flatMap { Int($0) })
        #expect((6_000...60_000).contains(expiration))
        let budgets = try RequestBundle(bundle.message.body).requests.map(\.budget)
        #expect(budgets[0] <= .seconds(5) && budgets[1] > .seconds(5))
    }

    @Test func `the outcome of a bundle is that of its requests and of no others`() throws {
        let outcomes: [(Result<PublishOutcome, AMQPError>, RequestFailure?)] = [
            (.success(.confirmed), nil), (.success(.refused), .notTaken),
            (.success(.unroutable(code: 312, text: "NO_ROUTE")), .notTaken),
            (.success(.indeterminate), .notTaken),
            (.failure(AMQPError(.timeout, "slow")), .brokerIsAway),
            (.failure(AMQPError(.invalidMessage, "large")), .tooLarge),
        ]
        for (number, (outcome, failure)) in outcomes.enumerated() {
            let number = UInt64(number) * 10
            _ = self.lane.add(self.request(number))
            _ = self.lane.add(self.request(number + 1))
            let bundle = try #require(self.lane.next())
            _ = self.lane.add(self.request(number + 2))
            bundle.completion(outcome)
            let expected = failure.map { [number: $0, number + 1: $0] } ?? [:]
            #expect(self.failures.takeAll() == expected)
            #expect(try self.sent() == [number + 2])
        }
    }

    @Test func `a connection that is lost fails what waits, and not what is on its way`() throws {
        _ = self.lane.add(self.request(1))
        let bundle = try #require(self.lane.next())
        _ = self.lane.add(self.request(2))
        self.lane.abandon(because: AMQPError(.connection, "lost"))
        #expect(self.failures.takeAll() == [2: .brokerIsAway])
        #expect(!self.lane.add(self.request(3)), "the publisher asks when the bundle has ended")
        bundle.completion(.success(.indeterminate))
        #expect(self.failures.takeAll() == [1: .notTaken])
        #expect(try self.sent() == [3])
        self.lane.abandon(because: AMQPError(.connection, "lost"))
        #expect(self.lane.add(self.request(4)))
    }

    /// Whether there is nothing to send now.
    private var isSilent: Bool { self.lane.next() == nil }

    private func request(
        _ correlation: UInt64,
        size: Int = 0,
        budget: Duration = .seconds(1)
    ) -> OutgoingRequest {
        OutgoingRequest(
            correlation: correlation,
            deadline: .now + budget,
            principal: self.principal,
            fields: [],
            body: [UInt8](repeating: 0, count: size),
            since: .now
        )
    }

    /// The requests of the next bundle, which is confirmed.
    private func sent() throws -> [UInt64] {
        let bundle = try #require(self.lane.next())
        bundle.completion(.success(.confirmed))
        return try self.correlations(in: bundle)
    }

    private func correlations(in bundle: SourcedMessage) throws -> [UInt64] {
        try RequestBundle(bundle.message.body).requests.map(\.correlation)
    }
}

/// What was told to have failed.
private final class Failures: Sendable {
    private let failures = Mutex<[UInt64: RequestFailure]>([:])

    var all: [UInt64: RequestFailure] { self.failures.withLock { $0 } }

    func note(_ correlations: [UInt64], _ failure: RequestFailure) {
        self.failures.withLock { failures in
            for correlation in correlations { failures[correlation] = failure }
        }
    }

    func takeAll() -> [UInt64: RequestFailure] {
        self.failures.withLock { failures in
            defer { failures = [:] }
            return failures
        }
    }
}
