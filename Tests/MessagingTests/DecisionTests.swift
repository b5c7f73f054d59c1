import AMQP
import Contracts
import FoundationEssentials
import TestSupport
import Testing

@testable import Messaging

/// Decisions that need neither broker nor database.
@Suite struct DecisionTests {
    private static let later = Disposition.retry(.transient("later", ""))

    @Test func `a run of failures leads to probing, and one success back`() {
        var policy = RetryPolicy()
        policy.failuresUntilProbing = 3
        policy.probePauses = .milliseconds(100) ... .milliseconds(300)
        var outage = OutageGuard(policy)
        outage.record([Self.later, Self.later, .done, Self.later, Self.later])
        #expect(outage.pause == nil)
        outage.record([Self.later])
        #expect(outage.pause == .milliseconds(100))
        outage.record([Self.later])
        #expect(outage.pause == .milliseconds(200))
        outage.record([Self.later, Self.later])
        #expect(outage.pause == .milliseconds(300))
        outage.record([.deadLetter(.permanent("bad", ""))])
        #expect(outage.pause == nil)
    }

    @Test func `messages that come too early are no outage`() {
        var policy = RetryPolicy()
        policy.failuresUntilProbing = 3
        var outage = OutageGuard(policy)
        outage.record(Array(repeating: .retry(.premature("unknown-name", "")), count: 50))
        #expect(outage.pause == nil)
        outage.record([Self.later, .retry(.premature("unknown-name", "")), Self.later, Self.later])
        #expect(outage.pause == policy.probePauses.lowerBound, "nor are they an end of one")
    }

    @Test func `eight attempts take the tiers, the ninth is the last`() {
        let policy = RetryPolicy()
        let tiers = (1...9).map { policy.tier(after: $0)?.rawValue }
        #expect(tiers == ["10s", "10s", "1m", "1m", "1m", "10m", "10m", "10m", nil])
    }

    @Test func `behind a message that was refused before, its key waits`() throws {
        let rows = try [(1, "a", 0), (2, "b", 2), (3, "b", 0), (4, "a", 0), (5, "b", 1)].map {
            position,
            key,
            attempts in
            OutboxRow(
                position: Int64(position),
                attempts: Int32(attempts),
                message: try .command(position, key: key)
            )
        }
        #expect(RelayOutcome.publishable(rows).map(\.position) == [1, 2, 4])
    }

    @Test func `a relay pauses after all that was there, and not within a backlog`() {
        let policy = RelayPolicy()
        #expect(policy.pause(afterReading: 1) == policy.gathering)
        #expect(policy.pause(afterReading: policy.batch - 1) == policy.gathering)
        #expect(policy.pause(afterReading: policy.batch) == nil)
    }

    @Test func `each answer of the broker has its consequence`() throws {
        let rows = try (1...4).map { number in
            OutboxRow(position: Int64(number), attempts: 0, message: try .command(number))
        }
        let outcome = RelayOutcome(
            rows,
            [.confirmed, .unroutable(code: 312, text: "NO_ROUTE"), .refused, .indeterminate]
        )
        #expect(outcome.confirmed == [1])
        #expect(outcome.held.map(\.position) == [2, 3])
        #expect(outcome.held.map(\.countsTowardsParking) == [true, false])
        #expect(outcome.indeterminate == 1)
    }

    @Test func `keys spread evenly over the shards and stay where they are`() {
        let shards = (0..<16_000).map { OutboxShard.of("key \($0)") }
        let sizes = Dictionary(grouping: shards, by: \.self).mapValues(\.count)
        #expect(sizes.count == 16)
        #expect(sizes.values.allSatisfy { (800...1_200).contains($0) })
        #expect(OutboxShard.of("variant-1") == OutboxShard.of("variant-1"))
    }

    @Test(arguments: [
        (#"{"lines":[{"quantity":"1"},{}]}"#, "/lines/1/quantity", "required"),
        (#"{"lines":[{"quantity":1}]}"#, "/lines/0/quantity", "type"),
        (#"{"lines":[{"quantity":null}]}"#, "/lines/0/quantity", "required"),
        (#"{"lines":7}"#, "/lines", "type"),
        (#"{}"#, "/lines", "required"),
    ])
    func `a body that breaks a rule names the field and the rule`(
        body: String,
        pointer: String,
        rule: String
    ) throws {
        let request = Self.request(body)
        let problem = try #require(throws: Problem.self) {
            try request.decode(Order.self)
        }
        #expect(problem.status == 422)
        #expect(problem.errors.map(\.pointer) == [pointer])
        #expect(problem.errors.map(\.rule) == [rule])
    }

    @Test(arguments: ["", "{", "[1,", "nonsense", String(repeating: "[", count: 40)])
    func `a body that is no JSON is a bad request`(body: String) throws {
        let request = Self.request(body)
        let problem = try #require(throws: Problem.self) { try request.decode(Order.self) }
        #expect(problem.status == 400)
    }

    @Test func `query parameters are read with their rules`() throws {
        let query = QueryParameters([
            .init(name: "limit", value: "501"), .init(name: "dryRun", value: "yes"),
            .init(name: "asOf", value: "2026-01-01T00:00:00Z"), .init(name: "tag", value: "a"),
            .init(name: "tag", value: "b"), .init(name: "state", value: "closed"),
        ])
        #expect(throws: Problem.self) { try query.limit() }
        #expect(throws: Problem.self) { try query.flag("dryRun") }
        #expect(throws: Problem.self) { try query.choice("state", of: DeadLetterState.self) }
        #expect(try query.timestamp("asOf") != nil)
        #expect(try query.timestamp("knownAt") == nil)
        #expect(query.all("tag") == ["a", "b"])
        #expect(try QueryParameters().limit() == 50)
    }

    @Test func `two requests share a fingerprint only when they ask the same`() {
        let request = Self.request("{}")
        var others = [request, request, request, request]
        others[0].operation = "x"
        others[1].path = ["a": "b"]
        others[2].query = QueryParameters([.init(name: "a", value: "b")])
        others[3].body = [1]
        #expect(Set(others.map(\.fingerprint) + [request.fingerprint]).count == 5)
        var same = request
        same.headers = ["x-trace": "1"]
        #expect(same.fingerprint == request.fingerprint)
    }

    private struct Order: Decodable {
        struct Line: Decodable {
            let quantity: String
        }

        let lines: [Line]
    }

    private static func request(_ body: String) -> OperationRequest {
        OperationRequest(
            operation: "postSale",
            principal: Principal(id: UUID(), kind: .user, name: "Ada", permissions: []),
            body: Array(body.utf8),
            messageID: UUID()
        )
    }
}
