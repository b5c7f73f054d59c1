import AMQP
import Contracts
import Synchronization
import TestSupport
import Testing

@testable import Messaging

struct RequestDeskTests {
    @Test func `a bundle is taken in only while a worker waits`() async throws {
        let desk = RequestDesk()
        #expect(try !desk.take(bundle(1), at: .now))
        let asked = Mutex(0)
        async let request = desk.next { asked.withLock { $0 += 1 } }
        try await eventually("the worker") { try desk.take(bundle(2), at: .now) }
        let correlation = await request?.request.correlation
        #expect(correlation == 2)
        #expect(asked.withLock { $0 } == 1, "what was turned away is asked for")
        #expect(try !desk.take(bundle(3), at: .now))
    }

    @Test func `all requests of a bundle are handed out, and nothing else before them`()
        async throws
    {
        let desk = RequestDesk()
        async let first = desk.next(askAgain: {})
        try await eventually("the worker") { try desk.take(bundle(1, 2, 3), at: .now) }
        var handedOut = [await first?.request.correlation]
        #expect(try !desk.take(bundle(4), at: .now), "nobody waits")
        handedOut.append(await desk.next(askAgain: {})?.request.correlation)
        desk.close()
        // Also when the desk is closed.
        handedOut.append(await desk.next(askAgain: {})?.request.correlation)
        handedOut.append(await desk.next(askAgain: {})?.request.correlation)
        #expect(handedOut == [1, 2, 3, nil])
    }

    @Test func `what is no bundle is dropped, and the worker waits on`() async throws {
        let desk = RequestDesk()
        async let request = desk.next(askAgain: {})
        try await eventually("the worker") { desk.take(delivery([1, 2, 3]), at: .now) }
        #expect(desk.take(delivery([]), at: .now))
        #expect(try desk.take(bundle(5), at: .now))
        let correlation = await request?.request.correlation
        #expect(correlation == 5)
    }

    @Test func `a desk that closes sends workers home, and asks for nothing`() async throws {
        let desk = RequestDesk()
        let asked = Mutex(0)
        async let request = desk.next { asked.withLock { $0 += 1 } }
        desk.close()
        let home = await request == nil
        #expect(home)
        #expect(asked.withLock { $0 } == 0)
    }
}

/// Requests with these correlations.
private func bundle(_ correlations: UInt64...) throws -> Delivery {
    var samples = BundleSamples(seed: 1)
    let principal = try PrincipalText(samples.principal())
    let requests = correlations.map { correlation in
        OutgoingRequest(samples.call(), from: principal, correlation: correlation)
    }
    let key = try #require(BundleSamples.key)
    return delivery(RequestBundle.bytes(of: requests, from: "instance", to: .ledger, key: key))
}

private func delivery(_ body: [UInt8]) -> Delivery {
    Delivery(
        properties: MessageProperties(),
        body: body,
        exchange: "",
        routingKey: "",
        isRedelivered: false,
        tag: DeliveryTag(epoch: 1, channel: 1, value: 1)
    )
}
